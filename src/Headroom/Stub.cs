namespace Headroom.Compute { public enum Precision { Bf16, Fp8, Fp4 } public sealed record RackType(string Name); public sealed record Model(string Name); public sealed record ServingShape(); }
namespace Headroom.Cooling { public enum CoolingKind { Air } public enum Rejection { Tower } }
