using Headroom.Quantities;

namespace Headroom.Growth;

/// <summary>Where on the way of power a ceiling stands.</summary>
public enum GrowthBoundary
{
    /// <summary>The utility meter: racks, losses, cooling and other load.</summary>
    Meter,

    /// <summary>The racks and their network.</summary>
    It,

    /// <summary>What is added at the meter within a year from a moment: it meets the room that a region has for new load in a year.</summary>
    YearlyRise,
}

/// <summary>Power at one boundary, by what asks for it.</summary>
/// <param name="Steady">What does not grow with work.</param>
public readonly record struct WorkPower(Power Training, Power Inference, Power Steady)
{
    public Power Total => Training + Inference + Steady;
}

/// <summary>Power that the work of a site needs, at any moment of an outlook.</summary>
/// <param name="BaseIt">In the first year, at the racks.</param>
/// <param name="BaseMeter">In the first year, at the meter.</param>
/// <param name="WorkPerJouleRatio">Work per joule of everything, times this; 2 halves the joules per token and per FLOP.</param>
public sealed record PowerNeed(GrowthOutlook Outlook, GrowthPick Pick, WorkPower BaseIt, WorkPower BaseMeter, double WorkPerJouleRatio = 1)
{
    /// <summary>Joules per token alone; 2 halves them and leaves training as it is.</summary>
    public double TokensPerJouleRatio { get; init; } = 1;

    /// <summary>Power by kind of work.</summary>
    /// <remarks>
    ///   P(t) = (P_T · m_T(t) + P_I · m_I(t)) / r + P_O
    ///   P_T, P_I  training and inference in the first year    m  multiples of <see cref="PowerGrowth"/>    r  work per joule, times
    ///   P_O       other load, which stays
    ///   Valid     where cooling and losses stay the share of IT power that they are in the first year's tightest hour.
    ///   Source    definition of power as work over work per joule.
    /// </remarks>
    public WorkPower At(GrowthBoundary boundary, double year)
    {
        if (boundary == GrowthBoundary.YearlyRise)
        {
            (WorkPower now, WorkPower then) = (At(GrowthBoundary.Meter, year), At(GrowthBoundary.Meter, year + 1));
            return new(then.Training - now.Training, then.Inference - now.Inference, Power.Zero);
        }
        WorkPower first = boundary == GrowthBoundary.It ? BaseIt : BaseMeter;
        double training = PowerGrowth.Training(Outlook, Pick, Outlook.FromYear, year) / WorkPerJouleRatio;
        double inference = PowerGrowth.Inference(Outlook, Pick, Outlook.FromYear, year) / (WorkPerJouleRatio * TokensPerJouleRatio);
        return new(training * first.Training, inference * first.Inference, first.Steady);
    }

    /// <summary>The factor per year where one holds for everything; null where kinds of work grow differently, or growth bends.</summary>
    public double? ConstantFactor
    {
        get
        {
            if (BaseMeter.Steady > Power.Zero) return null;
            bool trains = BaseMeter.Training > Power.Zero, serves = BaseMeter.Inference > Power.Zero;
            double? training = Constant(GrowthLever.TrainingCompute, GrowthLever.Hardware, GrowthLever.Precision, GrowthLever.RunLength)
                ? PowerGrowth.Training(Outlook, Pick, 0, 1) : null;
            double? inference = Constant(GrowthLever.InferenceTokens, GrowthLever.Hardware, GrowthLever.Software)
                ? PowerGrowth.Inference(Outlook, Pick, 0, 1) : null;
            return trains && serves ? training == inference ? training : null : trains ? training : serves ? inference : null;
        }
    }

    bool Constant(params GrowthLever[] levers) => levers.All(lever => Outlook.Rate(lever, Pick).IsConstant);
}
