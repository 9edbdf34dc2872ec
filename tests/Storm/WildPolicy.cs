using Headroom.Control;
using Headroom.Quantities;

namespace Headroom.Storm;

/// <summary>Orders nonsense: no numbers, negative powers, more than there is. Whatever it says, the envelope holds.</summary>
internal sealed class WildPolicy(int seed) : IPolicy
{
    private readonly Random chance = new(seed);
    private long nextChange;
    private double level = 1;

    public string Name => "wild";

    public IPolicy Anew() => new WildPolicy(seed + 1);

    public void Decide(Observation seen, Orders orders)
    {
        // nonsense of every second, and nonsense that stays for a while
        if (nextChange-- <= 0) (nextChange, level) = (chance.Next(600), Number());
        for (int i = 0; i < orders.Allowed.Length; i++) orders.Allowed[i] = chance.Next(3) == 0 ? null : TokenRate.FromSi(1e5 * Number());
        for (int i = 0; i < orders.SlowFraction.Length; i++) orders.SlowFraction[i] = chance.Next(20) == 0 ? Number() : level;
        for (int i = 0; i < orders.ServiceMost.Length; i++) orders.ServiceMost[i] = Power.FromSi(2e6 * Number());
        for (int i = 0; i < orders.RunMost.Length; i++) (orders.RunMost[i], orders.Pause[i]) = (Power.FromSi(2e6 * Number()), chance.Next(1000) == 0 ? !orders.Pause[i] : orders.Pause[i]);
        for (int i = 0; i < orders.Plants.Length; i++) orders.Plants[i] = Power.FromSi(2e6 * Number());
        for (int i = 0; i < orders.Batteries.Length; i++) orders.Batteries[i] = Power.FromSi(1e6 * (level - 0.5));
        for (int b = 0; b < orders.BankShare.Length; b++) orders.BankShare[b] = chance.Next(50) == 0 ? Number() : 1;
        orders.CallPlants = chance.Next(2) == 0;
        if (chance.Next(2000) == 0) orders.Drop = Power.FromSi(1e6 * Number());
        if (chance.Next(100) == 0) (orders.ImportLeast, orders.ImportMost) = (Power.FromSi(1e7 * Number()), Power.FromSi(1e7 * Number()));
    }

    private double Number() => chance.Next(12) switch
    {
        0 => double.NaN,
        1 => double.PositiveInfinity,
        2 => double.NegativeInfinity,
        3 => -chance.NextDouble(),
        4 => 1e9,
        _ => chance.NextDouble(),
    };
}
