using Headroom.Protocols.Modbus;
using Headroom.Protocols.SunSpec;

namespace Headroom.TestKit.SunSpec;

/// <summary>The registers of a SunSpec device: marker, models, end.</summary>
public sealed class SunSpecImage
{
    private readonly int start;
    private readonly ushort[] registers;
    private readonly Dictionary<ushort, (int At, int Size)> places = [];
    private readonly Dictionary<int, Opened> writable = [];

    /// <summary>A point that can be written, and what it takes.</summary>
    private sealed record Opened(ushort Model, SunSpecPoint Point, int Address, Func<double, bool> Takes);

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

    /// <summary>Lets a point be written from outside.</summary>
    /// <param name="takes">Which values it takes; null: all that are values.</param>
    public void Open(ushort model, SunSpecPoint point, Func<double, bool>? takes = null)
    {
        Opened opened = new(model, point, AddressOf(model, point), takes ?? (_ => true));
        for (int k = 0; k < point.Size; k++) writable[opened.Address + k] = opened;
    }

    public ModbusFault? Read(int first, Span<ushort> into)
    {
        if (first < start || first + into.Length > start + registers.Length) return ModbusFault.IllegalAddress;
        registers.AsSpan(first - start, into.Length).CopyTo(into);
        return null;
    }

    /// <summary>Takes all or nothing: a register that cannot be written, half of a wide value, or a value that its point does not take refuses the
    /// whole.</summary>
    public ModbusFault? Write(int first, ReadOnlySpan<ushort> values)
    {
        for (int k = 0; k < values.Length; k++)
            if (!writable.ContainsKey(first + k)) return ModbusFault.IllegalAddress;
        ushort[] before = [.. registers];
        values.CopyTo(registers.AsSpan(first - start));
        for (int k = 0; k < values.Length; k++)
        {
            if (Takes(writable[first + k], first, values.Length, before)) continue;
            before.CopyTo(registers, 0);
            return ModbusFault.IllegalValue;
        }
        return null;
    }

    private bool Takes(Opened one, int first, int count, ushort[] before)
    {
        if (one.Address < first || one.Address + one.Point.Size > first + count) return false;
        (int at, int size) = places[one.Model];
        // a point that is not implemented stays so: whoever writes a whole order back says what was found
        return one.Point.Read(registers.AsSpan(at, size)) is { } value ? one.Point.Read(before.AsSpan(at, size)) is not null && one.Takes(value)
            : registers.AsSpan(one.Address - start, one.Point.Size).SequenceEqual(before.AsSpan(one.Address - start, one.Point.Size));
    }
}
