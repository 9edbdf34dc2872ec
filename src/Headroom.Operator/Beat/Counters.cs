using Headroom.Quantities;

namespace Headroom.Operator;

/// <summary>Counters that go on over restarts of a field which starts at zero.</summary>
internal static class Counters
{
    /// <summary>Only what counts on, with nothing that is of one moment.</summary>
    public static FieldFigures Only(FieldFigures figures) => new()
    {
        AcceleratorEnergy = figures.AcceleratorEnergy,
        ServerEnergy = figures.ServerEnergy,
        ItEnergy = figures.ItEnergy,
        SiteEnergy = figures.SiteEnergy,
        Services = [.. figures.Services.Select(one => new ServiceFigures(one.Name, one.Tier, default, default, one.Tokens, one.Lost, default) { ItEnergy = one.ItEnergy })],
    };

    /// <summary>Those that are numbers, others from zero: one that left them would stay there in every process to come.</summary>
    public static FieldFigures Numbers(FieldFigures saved)
    {
        static Q Number<Q>(Q one) where Q : struct, IQuantity<Q> => double.IsFinite(one.Si) ? one : default;
        return saved with
        {
            AcceleratorEnergy = Number(saved.AcceleratorEnergy),
            ServerEnergy = Number(saved.ServerEnergy),
            ItEnergy = Number(saved.ItEnergy),
            SiteEnergy = Number(saved.SiteEnergy),
            Services = [.. saved.Services.Select(one => one with { Tokens = Number(one.Tokens), Lost = Number(one.Lost), ItEnergy = Number(one.ItEnergy) })],
        };
    }

    /// <summary>What has to be added to figures of now to come to those of before.</summary>
    public static FieldFigures Less(FieldFigures before, FieldFigures now) => Only(before) with
    {
        AcceleratorEnergy = before.AcceleratorEnergy - now.AcceleratorEnergy,
        ServerEnergy = before.ServerEnergy - now.ServerEnergy,
        ItEnergy = before.ItEnergy - now.ItEnergy,
        SiteEnergy = before.SiteEnergy - now.SiteEnergy,
        Services = [.. before.Services.Select(one => now.Services.FirstOrDefault(young => young.Name == one.Name) is { } young
            ? one with { Tokens = one.Tokens - young.Tokens, Lost = one.Lost - young.Lost, ItEnergy = one.ItEnergy - young.ItEnergy } : one)],
    };

    public static FieldFigures Add(FieldFigures now, FieldFigures before) => before.Services.Count == 0 && before.SiteEnergy.Joules == 0 ? now : now with
    {
        AcceleratorEnergy = before.AcceleratorEnergy + now.AcceleratorEnergy,
        ServerEnergy = before.ServerEnergy + now.ServerEnergy,
        ItEnergy = before.ItEnergy + now.ItEnergy,
        SiteEnergy = before.SiteEnergy + now.SiteEnergy,
        Services = [.. now.Services.Select(one => before.Services.FirstOrDefault(old => old.Name == one.Name) is { } old
            ? one with { Tokens = old.Tokens + one.Tokens, Lost = old.Lost + one.Lost, ItEnergy = old.ItEnergy + one.ItEnergy } : one)],
    };
}
