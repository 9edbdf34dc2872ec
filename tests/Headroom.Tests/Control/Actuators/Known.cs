using Headroom.Control;
using Headroom.Quantities;
using Headroom.Scenarios.Catalog;

namespace Headroom.Tests.Control.Actuators;

/// <summary>Shipped actuators, by short names.</summary>
static class Known
{
    public static Actuator Of(ActuatorKind kind) => ActuatorFile.Shipped[kind];
    public static Means Means(ActuatorKind kind, Power most, Energy? store = null) => new(Of(kind), most) { Store = store };
    public static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}
