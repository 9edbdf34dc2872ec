namespace Headroom.Protocols.SunSpec;

/// <summary>Registers to write in one request.</summary>
/// <param name="Offset">From the model's ID register.</param>
public sealed record SunSpecWrite(int Offset, ushort[] Values);

/// <summary>How a set point of active power is written by model 704, so that it falls back by itself when its writer is gone.</summary>
/// <remarks>
///   Order   what holds after the timer, and the timer; then mode and value; then the enabling. All are contiguous (22…32) and go in one request;
///           a device that refuses that gets them one after the other in this order.
///   Sign    positive is generation and feeds the bus, as in model 701.
/// </remarks>
/// <param name="Watts">Injection to hold.</param>
/// <param name="RevertWatts">Injection that the device falls back to by itself.</param>
/// <param name="RevertSeconds">After this long without a new order; 0 is no reversion.</param>
public readonly record struct SetPointOrder(double Watts, double RevertWatts, uint RevertSeconds)
{
    private const int First = 22, Last = 32;

    /// <summary>The one request; null where the device's registers cannot say the values.</summary>
    /// <param name="model">Registers of model 704 as they were read: what is not ours stays as it was found.</param>
    public SunSpecWrite? AtOnce(ReadOnlySpan<ushort> model) => Filled(model) is { } filled ? Part(filled, First, Last) : null;

    /// <summary>The same as single requests in order.</summary>
    /// <param name="withTimer">False for a device without reversion registers.</param>
    public IReadOnlyList<SunSpecWrite> InOrder(ReadOnlySpan<ushort> model, bool withTimer = true)
    {
        if (Filled(model) is not { } filled) return [];
        return [.. (withTimer ? reversion : []).Concat(setting).Select(point => Part(filled, point))];
    }

    /// <summary>Enabling alone, for devices that start their timer only then.</summary>
    public SunSpecWrite Enabling(ReadOnlySpan<ushort> model) => Part(Filled(model) ?? model.ToArray(), Model704.SetEnabled);

    /// <summary>Puts back what was found, all of it at once.</summary>
    public static SunSpecWrite Restore(ReadOnlySpan<ushort> found) => Part(found.ToArray(), First, Last);

    /// <summary>Puts back what was found, point by point; what the device does not implement is left out.</summary>
    public static IReadOnlyList<SunSpecWrite> RestoreSingly(ReadOnlySpan<ushort> found)
    {
        ushort[] model = found.ToArray();
        return [.. reversion.Concat(setting).Where(point => point.Read(model) is not null).Select(point => Part(model, point))];
    }

    private ushort[]? Filled(ReadOnlySpan<ushort> model)
    {
        if (model.Length <= Model704.SetPercentScale.Offset) return null;
        ushort[] filled = model.ToArray();
        return Model704.SetReversion.TryWrite(filled, RevertWatts) && Model704.SetEnabledReversion.TryWrite(filled, 1)
            && Model704.SetReversionTime.TryWrite(filled, RevertSeconds) && Model704.SetMode.TryWrite(filled, SetInWatts)
            && Model704.Set.TryWrite(filled, Watts) && Model704.SetEnabled.TryWrite(filled, 1) ? filled : null;
    }

    /// <summary>Value of WSetMod for watts; 0 is percent.</summary>
    public const int SetInWatts = 1;

    private static readonly SunSpecPoint[] reversion = [Model704.SetReversion, Model704.SetEnabledReversion, Model704.SetReversionTime];
    private static readonly SunSpecPoint[] setting = [Model704.SetMode, Model704.Set, Model704.SetEnabled];
    private static SunSpecWrite Part(ushort[] model, SunSpecPoint point) => Part(model, point.Offset, point.Offset + point.Size - 1);
    private static SunSpecWrite Part(ushort[] model, int first, int last) => new(first, model[first..(last + 1)]);
}
