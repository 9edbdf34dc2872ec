using Headroom.Quantities;

namespace Headroom.Control;

/// <summary>Who carries an offer, and what that costs: batteries, plants, training, work that may wait, then tiers 3, 2, 1.</summary>
/// <remarks>
///   In each step need[t] = import[t] − 0.99·level + crests[t] is taken from them in this order, which is the controller's: it keeps that share of a ceiling
///   free and makes room for what crests of training pass its mean by.
///   All of it lasts as long as duration and ways, (D + down + up)/D · Δ: an upper bound, for work leaves early and comes back late.
///   lost   φ of a service's tokens goes with φ of its power        value = price of a token
///   wear = discharge · wear,  fuel = output · cost,  saved = (import − level) · Δ · price[t]
///   back = discharge/(η_c·η_d) + delayed work; delayed = back · dearest price of the time to come
///   peak = min(ceiling − import, charge power of batteries + power of delayed work), in the mean of four hours after it; recovery = back/peak
///   Valid  without a second event before it has recovered; work of a run that pauses counts as delayed, though a run may have no date that hurts.
/// </remarks>
internal sealed class OfferDispatch
{
    private static readonly TimeSpan after = TimeSpan.FromHours(4);

    /// <summary>Share of a ceiling that control keeps free, and a little.</summary>
    private const double FreeShare = 0.01;
    public OfferRebound Rebound { get; private init; }
    public OfferCost Cost { get; private init; }
    public IReadOnlyList<TokenCount> Lost { get; private init; } = [];

    /// <summary>The dearer of what the offer counts on, and of what control does where it can: batteries and plants before anybody waits. Tokens are those of the first.</summary>
    public static OfferDispatch Of(OfferInputs inputs, OfferReach reach, Power cut, bool batteries, bool plants)
    {
        OfferDispatch counted = Of(inputs, reach, cut, batteries, plants ? reach.Plant : (_, _) => default), able = Of(inputs, reach, cut, batteries: true, reach.PlantRoom);
        return able.Cost.Total <= counted.Cost.Total ? counted : new() { Rebound = counted.Rebound, Cost = able.Cost, Lost = counted.Lost };
    }

    private static OfferDispatch Of(OfferInputs inputs, OfferReach reach, Power cut, bool batteries, Func<int, int, Power> plant)
    {
        AheadInputs ahead = inputs.Ahead;
        Power level = reach.Baseline - cut, charge = default, delayedPeak = default;
        Energy back = default;
        Money wear = default, fuel = default, saved = default, value = default;
        var lost = new TokenCount[4];
        double ways = reach.WaysRatio(cut);
        for (int t = reach.First; t < reach.End && cut > Power.Zero; t++)
        {
            TimeSpan length = ways * ahead.Lengths[t];
            Power need = Power.Max(default, inputs.Import[t] - (1 - FreeShare) * level + reach.Crests(t)), drawn = default;
            saved += ahead.Price[t] * (Power.Max(default, inputs.Import[t] - level) * ahead.Lengths[t]);
            for (int i = 0; batteries && i < ahead.Batteries.Count; i++)
            {
                AheadBattery one = ahead.Batteries[i];
                Power given = Take(ref need, Power.Max(default, reach.Battery(i) - inputs.BatteryInjection[i][t]));
                wear += one.Wear * (given * length);
                back += given * length / (one.ChargeEfficiency * one.DischargeEfficiency);
                drawn += given;
            }
            charge = Power.Max(charge, drawn);
            for (int i = 0; i < ahead.Plants.Count; i++) fuel += ahead.Plants[i].Cost * (Take(ref need, plant(i, t)) * length);
            Power waits = Take(ref need, reach.Training(t) / inputs.Facts.EfficiencyFraction);
            foreach (int i in ByRank(ahead))
            {
                Power most = reach.GivingFraction(i) * inputs.ServiceDraw[i][t] / inputs.Facts.EfficiencyFraction;
                Power given = Take(ref need, most);
                if (reach.Waits(i)) waits += given;
                else if (given > Power.Zero)
                {
                    TokenCount tokens = given / most * reach.GivingFraction(i) * (ahead.Services[i].Demand[t] * length);
                    lost[ahead.Services[i].Tier] += tokens;
                    value += inputs.Values[i] * tokens;
                }
            }
            back += waits * length;
            delayedPeak = Power.Max(delayedPeak, waits);
        }
        EnergyPrice dearest = ahead.Price.Skip(reach.First).Aggregate(EnergyPrice.Max);
        Power peak = Power.Max(default, Power.Min(Room(inputs, reach.End), charge + delayedPeak));
        TimeSpan recovery = back <= Energy.Zero ? TimeSpan.Zero : peak > Power.Zero ? back / peak : TimeSpan.MaxValue;
        return new() { Rebound = new(back, peak, recovery), Cost = new(value, dearest * back, wear, fuel, saved), Lost = lost };
    }

    private static IEnumerable<int> ByRank(AheadInputs ahead) => Enumerable.Range(0, ahead.Services.Count).OrderByDescending(i => ahead.Services[i].Rank);

    private static Power Take(ref Power need, Power most)
    {
        Power taken = Power.Min(need, most);
        need -= taken;
        return taken;
    }

    /// <summary>Ceiling less import, in the mean of the hours after it.</summary>
    private static Power Room(OfferInputs inputs, int first)
    {
        Energy room = default;
        TimeSpan time = TimeSpan.Zero;
        for (int t = first; t < inputs.Ahead.Steps && time < after; t++)
        {
            TimeSpan length = inputs.Ahead.Lengths[t];
            room += Power.Max(default, inputs.Ahead.Ceiling[t] - inputs.Import[t]) * length;
            time += length;
        }
        return time > TimeSpan.Zero ? room / time : Power.FromSi(double.PositiveInfinity);
    }
}
