using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Operator.Field.Live;

/// <summary>Of several sensors behind one bank, the one with the least room to its own limit, told on one scale.</summary>
/// <remarks>
///   T = T_most − min(T_most,k − T_k)        T_most   the lowest of all limits, whoever is silent: where another sensor takes the lead nothing jumps, and no
///                                          leap is taken for a trend
///   Where there are sensors and none tells, the reading is no number: who has cooled racks by hold goes on holding (<see cref="HeatReading"/>).
/// </remarks>
internal struct LeastRoom
{
    private Temperature? most;
    private double roomKelvin;
    private bool isTold;

    /// <param name="now">Null where the sensor is silent, stale or bad.</param>
    /// <param name="limit">Where racks would throttle themselves.</param>
    public void Add(Temperature? now, Temperature limit)
    {
        most = most is { } known ? Temperature.FromSi(Math.Min(known.Kelvin, limit.Kelvin)) : limit;
        if (now is not { } told || !double.IsFinite(told.Kelvin)) return;
        double room = limit.Kelvin - told.Kelvin;
        (roomKelvin, isTold) = (isTold ? Math.Min(roomKelvin, room) : room, true);
    }

    /// <summary>Null where there is no sensor at all.</summary>
    public readonly HeatReading? Reading => most is not { } limit ? null : new(Temperature.FromSi(isTold ? limit.Kelvin - roomKelvin : double.NaN), limit);
}
