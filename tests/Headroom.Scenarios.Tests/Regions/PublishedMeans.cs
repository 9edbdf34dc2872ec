using Headroom.Scenarios.Regions;
using YamlDotNet.RepresentationModel;

namespace Headroom.Scenarios.Tests.Regions;

/// <summary>The means a region's file states, read apart from the product's reader so that they can judge it.</summary>
/// <param name="Annual">temperature, humidity, cloud, wind, price, carbon</param>
internal sealed record PublishedMeans(string Like, double[] Annual, double PriceDeviation, double DesignCelsius)
{
    public static PublishedMeans Of(string region)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(RegionCatalog.Text(region)));
        YamlNode year = stream.Documents[0].RootNode["typicalYear"];
        double Weather(string key) => ((YamlSequenceNode)year[key]["monthlyMean"]).Average(Number);
        return new(year["like"].ToString(),
            [
                Weather("temperature"), Weather("humidity"), Weather("cloud"), Weather("wind"),
                Number(year["price"]["mean"]), Number(year["carbon"]["mean"]),
            ],
            Number(year["price"]["standardDeviation"]), Number(year["temperature"]["design"]));
    }

    private static double Number(YamlNode node) => double.Parse(node.ToString().Split(' ')[0]);
}
