using Headroom.Algebra;
using Headroom.Quantities;

namespace Headroom.Solvers.Tests;

using Index = Headroom.Algebra.Index;

/// <summary>A load that grows over years, each with its own hours, served by what was built until then.</summary>
static class GrowingPrograms
{
    const double Growth = 1.3, Discount = 0.93;

    /// <summary>Rows that tie the years: two kinds of capacity in every year, and what all years together may import.</summary>
    public static int TyingRows(int years) => 2 * years + 1;

    public static LinearProgram Of(int years, int hoursCount)
    {
        var lp = new LinearProgram();
        var hours = new Index("hour", hoursCount);
        var unlimited = LinearProgram.Unlimited<Power>();
        List<(double, Tally<Money>)> costs = [];
        List<(Variable<Power> Gas, Variable<Power> Store)> used = [], built = [];
        Expr<Power> imported = default;
        for (int year = 0; year < years; year++)
        {
            using IDisposable named = lp.Within($"{year}");
            double weight = Math.Pow(Discount, year), size = Math.Pow(Growth, year);
            var (gas, store) = (lp.Variable("gas", 0.Megawatts, unlimited), lp.Variable("store", 0.Megawatts, unlimited));
            var import = lp.Variable("import", hours, 0.Megawatts, 60.Megawatts);
            var burn = lp.Variable("burn", hours, 0.Megawatts, unlimited);
            var (charge, discharge) = (lp.Variable("charge", hours, 0.Megawatts, unlimited), lp.Variable("discharge", hours, 0.Megawatts, unlimited));
            var stored = lp.Variable("stored", hours, 0.MegawattHours, LinearProgram.Unlimited<Energy>());
            lp.ForEach(hours, "balance", t => import[t] + burn[t] + discharge[t] == size * Load(t) + charge[t]);
            lp.ForEach(hours, "gas most", t => burn[t] <= gas);
            lp.ForEach(hours, "charge most", t => charge[t] <= store);
            lp.ForEach(hours, "discharge most", t => discharge[t] <= store);
            lp.ForEach(hours, "stored most", t => stored[t] <= 4.Hours * store.Expression);
            lp.ForEach(hours, "charge state", t => stored[t] == stored[(t + hoursCount - 1) % hoursCount] + 1.Hours * (0.95 * charge[t] - discharge[t] / 0.95));
            Expr<Power> sum = Enumerable.Range(0, hoursCount).Select(t => import[t]).Sum();
            lp.Require("imported in the year", sum <= hoursCount * 45.Megawatts);
            imported += sum;
            used.Add((gas, store));
            costs.Add((weight, lp.Tally("running", hours, t => Price(t) * (1.Hours * import[t]) + 55.DollarsPerMegawattHour * (1.Hours * burn[t]))));
        }
        for (int year = 0; year < years; year++)
        {
            built.Add((lp.Variable($"{year} gas built", 0.Megawatts, unlimited), lp.Variable($"{year} store built", 0.Megawatts, 30.Megawatts)));
            lp.Require($"{year} gas used", used[year].Gas.Expression <= built.Select(one => one.Gas.Expression).Sum());
            lp.Require($"{year} store used", used[year].Store.Expression <= built.Select(one => one.Store.Expression).Sum());
            double share = hoursCount / 8760.0 * Math.Pow(Discount, year) * (years - year);
            costs.Add((1, lp.Tally<Money>($"{year} capital",
                share * (90.DollarsPerKilowattYear * built[year].Gas.Expression + 60.DollarsPerKilowattYear * built[year].Store.Expression))));
        }
        lp.Require("imported in all years", imported <= years * hoursCount * 40.Megawatts);
        lp.Minimise([.. costs]);
        return lp;
    }

    static Power Load(int t) => (60 + 12 * Math.Sin(2 * Math.PI * (t - 9) / 24) + 5 * Math.Sin(t * 1.7)).Megawatts;
    static EnergyPrice Price(int t) => (38 + 25 * Math.Sin(2 * Math.PI * (t - 12) / 24) + 9 * Math.Sin(t * 2.3)).DollarsPerMegawattHour;
}
