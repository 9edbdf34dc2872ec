using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;

namespace Headroom.Scenarios.Catalog;

/// <summary>The file of actuators, key by key.</summary>
internal static class ActuatorFormat
{
    public static BlockShape Time { get; } = Fact("time", new(UnitTable.Duration));
    public static BlockShape Power { get; } = Fact("power", new(UnitTable.Power));

    private static BlockShape Fact(string name, Amount amount) => new(name, "A number and where it comes from.",
    [
        new("value", amount, "the number", "a range"),
        new("low", amount, "low end of a range", "a value"),
        new("mid", amount, "usual value of a range", "a value"),
        new("high", amount, "high end of a range, which the controller takes", "a value"),
        new("source", new Names(), "keys of `sources`", IsRequired: true),
        new("year", new Whole(1990, 2100), "when it was measured or published", IsRequired: true),
        new("kind", new Choice("measured", "published", "fitted", "estimated"), "how it is known", IsRequired: true),
        new("grade", new Choice("P", "S", "E", "U"), "P primary, S secondary, E our estimate, U unverified", "none, for measured and fitted"),
    ]);

    public static BlockShape Actuator { get; } = new("actuators", "One kind of actuator.",
    [
        new("name", new Words(), "as reports print it", IsRequired: true),
        new("kind", new Choice("smoothing", "storage", "clockLock", "inBandCap", "brake", "preArmedCap", "outOfBandCap", "batch", "scheduler",
            "coolingSetPoint", "generator"), "what it is", IsRequired: true),
        new("class", new Choice("L0", "L1", "L2", "L3", "L4", "L5", "L6"), "latency class", IsRequired: true),
        new("latency", new Nested(Time), "from the order to the first instant at which it holds", IsRequired: true),
        new("telemetry", new Nested(Time), "from then until a reading shows it", IsRequired: true),
        new("resolution", new Nested(Power), "orders to one device are whole multiples of it", IsRequired: true),
        new("least", new Nested(Power), "the lowest order that one device takes", IsRequired: true),
        new("hold", new Nested(Time), "least time between an order and the next that gives power back", IsRequired: true),
        new("failure", new Choice("runsEmpty", "forgets", "sticks", "staysOn", "losesWork", "doesNotStart"), "what becomes of it when it fails",
            IsRequired: true),
    ]);

    public static BlockShape File { get; } = new("actuator file", "Actuators of one platform.",
    [
        new("sources", new MapOf(new BlockShape("source", "A citation."), "key"), "citations by key", IsRequired: true),
        new("actuators", new ListOf(Actuator), Actuator.Meaning, IsRequired: true),
    ]);
}
