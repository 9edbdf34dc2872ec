using System.Text;
using Headroom.Algebra;
using Headroom.Quantities;
using Headroom.Sites;
using Headroom.Tests;
using Headroom.Workloads;

namespace Headroom.Planning.Tests;

/// <summary>The model as it prints itself: each family once, at hour 1, for a site that has all of them.</summary>
public class FormulationTextTests
{
    [Fact]
    public void Every_family_of_a_small_site_prints_as_maths() => Golden.Matches(Page(Formulation.Of(Everything(), new Campus.TwoPoints()).Program), "formulation.txt");

    static string Page(LinearProgram program)
    {
        var text = new StringBuilder();
        text.AppendLine("variables");
        foreach (IVariableFamily family in program.VariableFamilies)
            text.Append("  ").AppendLine(ProgramText.Bounds(program, family, family.Count > 1 ? 1 : 0));
        foreach (IRelationFamily family in program.RelationFamilies)
        {
            text.AppendLine().AppendLine(family.Meaning);
            text.Append("  ").AppendLine(Short(ProgramText.Row(program, family, family.Count > 1 ? 1 : 0)));
        }
        return text.ToString();
    }

    /// <summary>A yearly row has thousands of terms; the first and the last show what it is.</summary>
    static string Short(string row)
    {
        const int shown = 320;
        return row.Length <= 2 * shown ? row : $"{row[..row.IndexOf(' ', shown)]} …{row[row.IndexOf(' ', row.Length - shown / 2)..]}";
    }

    /// <summary>One of every family.</summary>
    static Site Everything()
    {
        Expansion power = new([5], [TextbookTests.Gas with { Most = 40, Share = 0.4, LeastLoad = 0.3, Ramp = 0.5 },
            new Plant("solar", 1100, 20, 0, Available: Years.SunOfDay, Most: 60), new Plant("smr", 9831, 127, 10, Module: 20, Most: 40)],
            new Store(300, 220, 10, 0.95, 0.93), new Feed(30, [40], 8, 45, 9));
        Site supply = Textbook.Site(power);
        Service chat = Campus.Chat(700.TokensPerSecond) with { Tier = 1, Unserved = 100.DollarsPerMillionTokens };
        Service batch = Campus.Chat(300.TokensPerSecond) with { Name = "batch", Deferrable = TimeSpan.FromHours(6), Tier = 3 };
        return supply with
        {
            Grid = supply.Grid! with
            {
                Flexible = new(Sizing<Power>.UpTo(10.Megawatts), Years.Year(t => t % 24 == 18 ? 0 : 1)),
                RampLimit = (10.0 / 60).MegawattsPerMinute,
                ExportMost = 5.Megawatts,
                ExportFee = 5.DollarsPerMegawattHour,
                EnergyShareMostFraction = 0.8,
            },
            Generators = [.. supply.Generators.Select(g => g with { LargestUnit = 20.Megawatts, FirmFraction = g.Name == "solar" ? 0 : 0.95, FuelCarbon = (g.Name == "gas" ? 53.06 : 0).KilogramsPerMillionBtu,
                Water = (g.Name == "smr" ? 2.0 : 0).LitresPerKilowattHour, FullLoadHoursMost = g.Name == "gas" ? 4000 : null })],
            Batteries = [supply.Batteries[0] with { LeastStoredFraction = 0.1, LossPerHourFraction = 0.001 }],
            Tree = new(0.96, [new PowerNode("substation", 9.Megawatts, ["A"])]),
            Halls =
            [
                Campus.Hall with { Power = new(1.Megawatts, 1.Megawatts, 10.Megawatts), Positions = 80.Items, Capital = 11_700.DollarsPerKilowatt, Retrofit = new(Campus.Liquid, 140.Kilowatts, 2000.DollarsPerKilowatt, new(0.07, 20)) },
            ],
            Racks =
            [
                Campus.UpTo(60, 3.MillionDollars) with { Size = new(2.Items, 2.Items, 60.Items) },
                new() { Type = Campus.Rack with { Name = "plumbed", LiquidShare = 1, SupplyMost = 45.DegreesCelsius }, Size = Sizing<Count>.UpTo(20.Items), Price = 4.MillionDollars },
            ],
            Services = [chat, batch],
            Training = [new TrainingRun { Name = "frontier", Amount = 1e22.FloatingPointOperations, FirstHour = 24, EndHour = 1024, MayPause = false, Racks = ["rack"] }],
            Policy = new() { CarbonPrice = 50.DollarsPerTonne, CarbonMost = 40_000.Tonnes, WaterMost = 1e6.Litres, YearlyCostMost = 100.MillionDollars, CapitalMost = 900.MillionDollars, ReserveMarginFraction = 0.1 },
        };
    }
}
