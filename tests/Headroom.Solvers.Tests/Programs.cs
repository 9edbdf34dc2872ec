using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Solvers.Tests;

using Index = Headroom.Algebra.Index;

/// <summary>Programs that the tests solve.</summary>
static class Programs
{
    /// <summary>A random program that a known point satisfies; columns are boxed, so it has an optimum.</summary>
    public static LinearProgram RandomFeasible(int seed)
    {
        var random = new Random(seed);
        int columns = random.Next(2, 25), rows = random.Next(1, 25);
        double Between(double a, double b) => a + (b - a) * random.NextDouble();
        double[] point = [.. Enumerable.Range(0, columns).Select(_ => Math.Round(Between(-10, 10), 1))];
        var lp = new LinearProgram();
        var x = lp.Variable("x", new Index("unit", columns), j => (point[j] - Math.Round(Between(0, 5), 1)).Megawatts, j =>
            (point[j] + Math.Round(Between(0, 5), 1)).Megawatts);
        lp.ForEach(new Index("row", rows), "row", i =>
        {
            Expr<Power> sum = default;
            double at = 0;
            for (int j = 0; j < columns; j++)
            {
                if (random.NextDouble() > 0.4) continue;
                double a = Math.Round(Between(-5, 5), 1);
                sum += a * x[j];
                at += a * point[j];
            }
            double slack = random.NextDouble() < 0.5 ? 0 : Math.Round(Between(0, 3), 1);
            return random.Next(3) switch
            {
                0 => sum <= (at + slack).Megawatts,
                1 => sum >= (at - slack).Megawatts,
                _ => sum == at.Megawatts,
            };
        });
        double[] cost = [.. Enumerable.Range(0, columns).Select(_ => Math.Round(Between(-9, 9), 1))];
        var value = lp.Tally<Power>("value", Enumerable.Range(0, columns).Select(j => cost[j] * x[j]).Sum() + 12.5.Megawatts);
        if (seed % 2 == 0) lp.Minimise((1, value)); else lp.Maximise((1, value));
        return lp;
    }

    /// <summary>What serves a load at least cost: grid, gas, solar, a battery, and reactors by the module where asked.</summary>
    public static LinearProgram Expansion(int hoursCount, bool modules = false, bool maximise = false)
    {
        var lp = new LinearProgram();
        var hours = new Index("hour", hoursCount);
        TimeSpan dt = 1.Hours;
        double share = hoursCount / 8760.0;
        var unlimited = LinearProgram.Unlimited<Power>();
        var gas = lp.Variable("gas capacity", 0.Megawatts, unlimited);
        var solar = lp.Variable("solar capacity", 0.Megawatts, 400.Megawatts);
        var power = lp.Variable("battery power", 0.Megawatts, unlimited);
        var energy = lp.Variable("battery energy", 0.MegawattHours, LinearProgram.Unlimited<Energy>());
        var reactors = modules ? lp.Whole("reactor modules", 0.Items, 4.Items) : lp.Variable("reactor modules", Count.Zero, Count.Zero);
        var import = lp.Variable("import", hours, 0.Megawatts, 40.Megawatts);
        var burn = lp.Variable("gas", hours, 0.Megawatts, unlimited);
        var sun = lp.Variable("solar", hours, 0.Megawatts, unlimited);
        var reactor = lp.Variable("reactor", hours, 0.Megawatts, unlimited);
        var charge = lp.Variable("charge", hours, 0.Megawatts, unlimited);
        var discharge = lp.Variable("discharge", hours, 0.Megawatts, unlimited);
        var stored = lp.Variable("stored", hours, 0.MegawattHours, LinearProgram.Unlimited<Energy>());
        lp.ForEach(hours, "power balance", t => import[t] + burn[t] + sun[t] + reactor[t] + discharge[t] == Load(t) + charge[t]);
        lp.ForEach(hours, "gas ceiling", t => burn[t] <= gas);
        lp.ForEach(hours, "solar ceiling", t => sun[t] <= Sun(t) * solar.Expression);
        lp.ForEach(hours, "reactor ceiling", t => reactor[t] <= 30.Megawatts * reactors.Expression);
        lp.ForEach(hours, "charge ceiling", t => charge[t] <= power);
        lp.ForEach(hours, "discharge ceiling", t => discharge[t] <= power);
        lp.ForEach(hours, "energy ceiling", t => stored[t] <= energy);
        lp.ForEach(hours, "state of charge", t => stored[t] == stored[(t + hoursCount - 1) % hoursCount]
            + dt * (0.95 * charge[t] - discharge[t] / 0.95));
        var capital = lp.Tally<Money>("capital",
            share * (110.DollarsPerKilowattYear * gas.Expression + 95.DollarsPerKilowattYear * solar.Expression
            + 30.DollarsPerKilowattYear * power.Expression + 340.DollarsPerKilowattYear * (30.Megawatts * reactors.Expression))
            + share * Rent(28) * energy.Expression);
        var running = lp.Tally("running", hours, t => Price(t) * (dt * import[t]) + 42.DollarsPerMegawattHour * (dt * burn[t]));
        var overhead = lp.Tally<Money>("overhead", 250_000.Dollars);
        if (maximise) lp.Maximise((-1, capital), (-1, running), (-1, overhead));
        else lp.Minimise((1, capital), (1, running),
            (1, overhead));
        return lp;
    }

    static EnergyCapacityRent Rent(double dollarsPerKilowattHourYear) => EnergyCapacityRent.FromSi(dollarsPerKilowattHourYear / 3.6e6);
    static Power Load(int t) => (80 + 10 * Math.Sin(2 * Math.PI * (t - 9) / 24) + Wobble(t, 1) * 4).Megawatts;
    static double Sun(int t) => Math.Max(0, Math.Sin(2 * Math.PI * (t % 24 - 6) / 24)) * (0.6 + 0.4 * Wobble(t / 24, 2));
    static EnergyPrice Price(int t) => (38 + 25 * Math.Sin(2 * Math.PI * (t - 12) / 24) + 18 * Wobble(t, 3)).DollarsPerMegawattHour;

    /// <summary>A number in 0 … 1 from a counter: same everywhere, no state.</summary>
    static double Wobble(int t, uint seed)
    {
        uint h = unchecked((uint)t * 2654435761u ^ seed * 2246822519u);
        h = unchecked((h ^ h >> 15) * 2246822519u);
        h = unchecked((h ^ h >> 13) * 3266489917u);
        return (h ^ h >> 16) / (double)uint.MaxValue;
    }
}
