using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Headroom.Simulation;

/// <summary>Racks four at a time, to the last bit as <see cref="RackHeat"/>, which says what is computed.</summary>
internal static class RackHeatFast
{
    public static HallSums Flow(
        HeatPlant plant, HeatState state, in HeatInputs inputs, HeatOutcome outcome, int first, int end, double pumpsFraction)
    {
        RackFacts rack = plant.Rack;
        bool allOpen = inputs.RackOpenFraction.IsEmpty;
        ref double itAt = ref Start(inputs.RackItWatts), openAt = ref Start(inputs.RackOpenFraction);
        ref double tAt = ref Start(state.RackCoolantKelvin), gAt = ref Start(outcome.RackFlowWattsPerKelvin);
        ref double shareAt = ref Start(rack.LiquidShare), leastAt = ref Start(rack.FlowLeastWattsPerKelvin);
        ref double mostAt = ref Start(rack.FlowMostWattsPerKelvin), perRiseAt = ref Start(rack.PerRiseKelvin);
        Vector256<double> it = default, liquid = default, flow = default, carried = default, least = default;
        for (int i = first; i < end; i += 4)
        {
            int n = end - i;
            Vector256<double> watts = Load(ref itAt, i, n), open = allOpen ? Vector256<double>.One : Load(ref openAt, i, n);
            Vector256<double> q = Load(ref shareAt, i, n) * watts;
            Vector256<double> wanted = Vector256.MaxNative(Load(ref leastAt, i, n), q * Load(ref perRiseAt, i, n));
            Vector256<double> g = open * Vector256.MinNative(Load(ref mostAt, i, n) * pumpsFraction, wanted);
            Store(g, ref gAt, i, n);
            it += watts;
            liquid += q;
            flow += g;
            carried += g * Load(ref tAt, i, n);
            least = Vector256.MinNative(least, watts);
        }
        return new(Sum(it), Sum(liquid), Sum(flow), Sum(carried), Least(least));
    }

    public static HallFlows Advance(HeatPlant plant, HeatState state, in HeatInputs inputs, HeatOutcome outcome, int first, int end,
        double supplyKelvin, double airKelvin, double seconds, Relaxation decay)
    {
        RackFacts rack = plant.Rack;
        bool allOpen = inputs.RackOpenFraction.IsEmpty;
        ref double itAt = ref Start(inputs.RackItWatts), openAt = ref Start(inputs.RackOpenFraction);
        ref double tAt = ref Start(state.RackCoolantKelvin), gAt = ref Start(outcome.RackFlowWattsPerKelvin);
        ref double shareAt = ref Start(rack.LiquidShare), massAt = ref Start(rack.JoulesPerKelvin);
        ref double perMassAt = ref Start(rack.KelvinPerJoule), lossAt = ref Start(rack.StillAirWattsPerKelvin);
        Vector256<double> supply = Vector256.Create(supplyKelvin), air = Vector256.Create(airKelvin);
        Vector256<double> toUnits = default, toRoom = default, stored = default;
        for (int i = first; i < end; i += 4)
        {
            int n = end - i;
            Vector256<double> open = allOpen ? Vector256<double>.One : Load(ref openAt, i, n);
            Vector256<double> q = Load(ref shareAt, i, n) * Load(ref itAt, i, n), g = Load(ref gAt, i, n), t = Load(ref tAt, i, n);
            Vector256<double> loss = Load(ref lossAt, i, n) * (Vector256<double>.One - open), r = Load(ref perMassAt, i, n) * seconds;
            (Vector256<double> φ, Vector256<double> ψ) = decay.Of((g + loss) * r);
            Vector256<double> net = (q - g * (t - supply) - loss * (t - air)) * r;
            Vector256<double> next = t + net * φ, mean = t + net * ψ;
            toUnits += g * (mean - supply);
            toRoom += loss * (mean - air);
            stored += Load(ref massAt, i, n) * (next - t);
            Store(next, ref tAt, i, n);
        }
        return new(Sum(toUnits), Sum(toRoom), Sum(stored));
    }

    public static void Judge(
        HeatPlant plant, HeatState state, in HeatInputs inputs, HeatOutcome outcome, int first, int end, double airAllowedFraction)
    {
        RackFacts rack = plant.Rack;
        bool allOpen = inputs.RackOpenFraction.IsEmpty;
        ref double itAt = ref Start(inputs.RackItWatts), openAt = ref Start(inputs.RackOpenFraction), tAt = ref Start(state.RackCoolantKelvin);
        ref double floorAt = ref Start(rack.AllowedLeastFraction), slopeAt = ref Start(rack.AllowedPerKelvin), limitAt = ref Start(rack.LimitKelvin);
        ref double noAirAt = ref Start(rack.NoAirFraction), chipRiseAt = ref Start(rack.ChipKelvinPerWatt);
        ref double allowedAt = ref Start(outcome.RackAllowedFraction), chipAt = ref Start(outcome.RackChipKelvin);
        Vector256<double> one = Vector256<double>.One, airAllowed = Vector256.Create(airAllowedFraction);
        for (int i = first; i < end; i += 4)
        {
            int n = end - i;
            Vector256<double> open = allOpen ? one : Load(ref openAt, i, n), t = Load(ref tAt, i, n);
            Vector256<double> own = Vector256.MaxNative(Load(ref floorAt, i, n), one - Load(ref slopeAt, i, n) * (t - Load(ref limitAt, i, n)));
            Vector256<double> byAir = Vector256.MaxNative(airAllowed, Load(ref noAirAt, i, n));
            Store(open * Vector256.MinNative(Vector256.MinNative(one, own), byAir), ref allowedAt, i, n);
            Store(t + Load(ref chipRiseAt, i, n) * Load(ref itAt, i, n), ref chipAt, i, n);
        }
    }

    private static ref double Start(ReadOnlySpan<double> span) => ref MemoryMarshal.GetReference(span);

    /// <summary>Four from i, or the n that are left with zeros behind them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Load(ref double start, int i, int n) =>
        n >= 4 ? Vector256.LoadUnsafe(ref start, (nuint)i) : LoadSome(ref start, i, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector256<double> four, ref double start, int i, int n)
    {
        if (n >= 4) four.StoreUnsafe(ref start, (nuint)i);
        else StoreSome(four, ref start, i, n);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector256<double> LoadSome(ref double start, int i, int n) => Vector256.Create(
        Unsafe.Add(ref start, i), n > 1 ? Unsafe.Add(ref start, i + 1) : 0, n > 2 ? Unsafe.Add(ref start, i + 2) : 0, 0);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void StoreSome(Vector256<double> four, ref double start, int i, int n)
    {
        for (int k = 0; k < n; k++) Unsafe.Add(ref start, i + k) = four.GetElement(k);
    }

    private static double Sum(Vector256<double> lanes)
    {
        Lanes sum = default;
        sum.Add(lanes);
        return sum.Sum;
    }

    private static double Least(Vector256<double> lanes) =>
        Math.Min(Math.Min(lanes.GetElement(0), lanes.GetElement(1)), Math.Min(lanes.GetElement(2), lanes.GetElement(3)));
}
