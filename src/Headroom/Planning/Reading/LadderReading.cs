using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Reports;

namespace Headroom.Planning.Reading;

/// <summary>Tokens per joule from the accelerator to the meter.</summary>
/// <remarks>
///   Accelerator and server count what serving racks draw while they serve. At the IT boundary the idle draw of racks joins, and at the site
///   losses, cooling and the other load: both shared between serving and training by the energy that each takes.
/// </remarks>
static class LadderReading
{
    public static LadderFigures Of(Formulation plan, Solution shown, YearHours hours)
    {
        TokenCount tokens = plan.TokensAt(shown);
        Energy Serving(Func<RunPoint, Power> power) => plan.Services.SelectMany(s => s.Runs).Select(run => RunEnergy.Of(run, shown, power)).Sum();
        Energy serving = Serving(point => point.Power);
        Energy training = plan.Training.SelectMany(t => t.Runs).Select(run => RunEnergy.Of(run, shown, point => point.Power)).Sum();
        Energy running = serving + training;
        double share = running == Energy.Zero ? 0 : serving / running;
        double pue = hours.It == Energy.Zero ? 1 : hours.Draw / hours.It;
        return new(tokens, Serving(point => point.AcceleratorPower), Serving(point => point.ServerPower), share * hours.It, share * hours.Draw, pue);
    }
}
