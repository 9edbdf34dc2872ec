namespace Headroom.Compute;

/// <summary>Number format of weights and matrix products.</summary>
public enum Precision
{
    /// <summary>bfloat16.</summary>
    Bf16,

    /// <summary>8-bit floats.</summary>
    Fp8,

    /// <summary>nvfp4, mxfp4 and their like.</summary>
    Fp4,
}

/// <summary>One value for each precision.</summary>
public sealed record PerPrecision<T>(T Bf16, T Fp8, T Fp4)
{
    public T this[Precision precision] => precision switch
    {
        Precision.Bf16 => Bf16,
        Precision.Fp8 => Fp8,
        Precision.Fp4 => Fp4,
        _ => throw new ArgumentOutOfRangeException(nameof(precision), precision, "unknown precision"),
    };
}
