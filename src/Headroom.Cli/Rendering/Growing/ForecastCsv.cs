using System.Globalization;
using System.Text;
using Headroom.Growth;
using Headroom.Quantities;

namespace Headroom.Cli.Rendering.Growing;

/// <summary>A row for each year, at its start; the unit of each column stands in its header. Need and ceilings at the meter, unless the header says racks.</summary>
static class ForecastCsv
{
    public static string Text(Forecast forecast)
    {
        var text = new StringBuilder("year,low [MW],mid [MW],high [MW],least [MW],most [MW],mid training [MW],mid inference [MW],other load [MW],mid at the racks [MW]");
        foreach (CeilingForecast one in forecast.Ceilings)
            text.Append(CultureInfo.InvariantCulture, $",{one.Ceiling.Name}{ForecastWords.Where(one.Ceiling.Boundary)} [MW]");
        text.Append('\n');
        var racks = new PowerNeed(forecast.Outlook, GrowthPick.Mid, forecast.Base.It, forecast.Base.Meter);
        foreach (YearNeed year in forecast.Years)
        {
            Power[] cells =
            [
                year.Low, year.Mid.Total, year.High, year.Least, year.Most, year.Mid.Training, year.Mid.Inference, year.Mid.Steady,
                racks.At(GrowthBoundary.It, year.Year).Total, .. forecast.Ceilings.Select(one => one.Ceiling.At(year.Year)),
            ];
            text.Append(CultureInfo.InvariantCulture, $"{year.Year}");
            foreach (Power cell in cells) text.Append(',').Append(cell.Megawatts.ToString("0.######", CultureInfo.InvariantCulture));
            text.Append('\n');
        }
        return text.ToString();
    }
}
