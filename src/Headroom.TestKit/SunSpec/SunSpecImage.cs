using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;

namespace Headroom.TestKit.SunSpec;

/// <summary>The registers of a SunSpec device: marker, models, end.</summary>
public sealed class SunSpecImage
{
    private readonly int start;
    private readonly ushort[] registers;
    private readonly Dictionary<ushort, (int At, int Size)> places = [];
    private readonly HashSet<int> writable = [];

    /// <param name="start">40000, 50000 or 0.</param>
    public SunSpecImage(int start, params ReadOnlySpan<ushort> models)
    {
        this.start = start;
        List<ushort> all = [0x5375, 0x6E53];
        foreach (ushort model in models)
        {
            ushort[] blank = BlankModel.Of(model);
            places[model] = (all.Count, blank.Length);
            all.AddRange(blank);
        }
        all.AddRange([SunSpecMap.EndId, 0]);
        registers = [.. all];
    }

    /// <summary>From its ID on.</summary>
    public Span<ushort> Model(ushort id) => registers.AsSpan(places[id].At, places[id].Size);

    /// <summary>Address of a point on the wire.</summary>
    public int AddressOf(ushort model, SunSpecPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return start + places[model].At + point.Offset;
    }

    public void Put(ushort model, SunSpecPoint point, double value)
    {
        ArgumentNullException.ThrowIfNull(point);
        if (!point.TryWrite(Model(model), value)) throw new ArgumentOutOfRangeException(nameof(value), value, $"{point.Name} cannot say it");
    }

    public void Put(ushort model, SunSpecPoint point, string text)
    {
        ArgumentNullException.ThrowIfNull(point);
        point.WriteText(Model(model), text);
    }

    public double? Get(ushort model, SunSpecPoint point)
    {
        ArgumentNullException.ThrowIfNull(point);
        return point.Read(Model(model));
    }

    /// <summary>Lets these points be written from outside.</summary>
    public void Open(ushort model, params ReadOnlySpan<SunSpecPoint> points)
    {
        foreach (SunSpecPoint point in points)
            for (int k = 0; k < point.Size; k++) writable.Add(AddressOf(model, point) + k);
    }

    public ModbusFault? Read(int first, Span<ushort> into)
    {
        if (first < start || first + into.Length > start + registers.Length) return ModbusFault.IllegalAddress;
        registers.AsSpan(first - start, into.Length).CopyTo(into);
        return null;
    }

    /// <summary>Takes all or nothing: a range with a register that is not writable is refused.</summary>
    public ModbusFault? Write(int first, ReadOnlySpan<ushort> values)
    {
        for (int k = 0; k < values.Length; k++)
            if (!writable.Contains(first + k)) return ModbusFault.IllegalAddress;
        values.CopyTo(registers.AsSpan(first - start));
        return null;
    }
}
