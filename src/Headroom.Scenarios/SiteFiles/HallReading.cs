using Headroom.Cooling;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Catalog;
using Headroom.Sites;

namespace Headroom.Scenarios.SiteFiles;

/// <summary>One hall of the list <c>halls</c>.</summary>
internal sealed class HallReading(Block block, Surroundings around)
{
    private static readonly Power airMost = 40.Kilowatts;
    private readonly Filling fill = new(block, around);

    public string? Name => name.IsGiven ? name.Value : null;
    public int NameLine => name.Line;
    private readonly Got<string> name = block.Text("name");

    /// <summary>The hall; null where it is at fault.</summary>
    public Hall? Read()
    {
        Got<Sizing<Power>> power = block.Sizing<Power>("power");
        Got<Power> perRack = block.Quantity<Power>("perRack");
        Got<CoolingKind> stated = block.Choice<CoolingKind>("cooling");
        CoolingKind kind = stated.Or(perRack.IsGiven && perRack.Value > airMost ? CoolingKind.DirectLiquid : CoolingKind.Air);
        if (stated.Origin == Origin.Absent
            && perRack.IsGiven) around.Reading.Fact(block.PathOf("cooling"), Camel(kind), "default by density");
        CoolingPlant plant = Plant(block, kind, stated.IsSound && perRack.IsSound);
        CatalogEntry cooling = CatalogFile.Load("cooling").Root;
        Got<int> positions = block.Whole("positions");
        var hall = new Hall
        {
            Name = name.Or(""),
            Power = power.Or(Sizing<Power>.Fixed(default)),
            PerRack = perRack.Or(default),
            Cooling = plant,
            Positions = positions.IsGiven ? Count.FromSi(positions.Value) : null,
            FloorRating = block.Quantity<FloorLoad>("floor") is { IsGiven: true } floor ? floor.Value : null,
            Capital = fill.Cost<CapacityPrice>("capital", cooling.Entry("hall"), "capital"),
            Repayment = fill.Repayment(20, null, cooling.Entry("hall").Find("life")),
            Retrofit = block.Nested("retrofit") is { } retrofit ? Rebuilt(retrofit, kind, perRack) : null,
        };
        return name.IsGiven && power.IsGiven && perRack.IsGiven ? hall : null;
    }

    private Retrofit? Rebuilt(Block retrofit, CoolingKind from, Got<Power> perRack)
    {
        var filling = new Filling(retrofit, around);
        Got<CoolingKind> to = retrofit.Choice<CoolingKind>("to");
        CoolingKind kind = to.Or(CoolingKind.DirectLiquid);
        Got<Power> dense = retrofit.Quantity<Power>("perRack");
        if (dense.IsGiven && perRack.IsGiven && dense.Value <= perRack.Value)
            retrofit.Wrong("perRack", $"a retrofit from {perRack.Value} to {dense.Value} per rack", $"more than {perRack.Value}",
                "Raise perRack of the retrofit, or leave the retrofit out.");
        if (dense.IsGiven && to.IsSound)
            CheckDensity(retrofit, kind, dense.Value);
        CatalogEntry cooling = CatalogFile.Load("cooling").Root.Entry("cooling");
        CatalogEntry? price = cooling.Entry(Camel(from)).EntryOrNull("retrofit") ?? cooling.Entry("air").Entry("retrofit");
        CoolingPlant plant = Plant(retrofit, kind, to.IsSound);
        CapacityPrice capital = filling.Cost<CapacityPrice>("capital", price, "capital");
        return dense.IsGiven ? new(plant, dense.Value, capital, filling.Repayment(15, null, cooling.Entry(Camel(kind)).Find("life")))
            : null;
    }

    /// <summary>Kind, supply temperature and rejection, the last two by kind where they are not stated.</summary>
    private CoolingPlant Plant(Block of, CoolingKind kind, bool isKindSound)
    {
        Got<Temperature> supply = of.Quantity<Temperature>("supply");
        CatalogFact typical = CatalogFile.Load("cooling").Root.Entry("cooling").Entry(Camel(kind)).Fact("supplyTypical");
        if (supply.Origin == Origin.Absent) around.Record(of.PathOf("supply"), typical, CostColumn.Mid);
        if (supply.IsGiven && isKindSound) CheckSupply(of, kind, supply.Value);
        Rejection rejection = of.Choice<Rejection>("rejection")
            .Or(kind is CoolingKind.Air or CoolingKind.RearDoor ? Rejection.Tower : Rejection.DryCooler);
        if (!of.Has("rejection")) around.Reading.Fact(of.PathOf("rejection"), rejection == Rejection.Tower ? "tower"
            : "dryCooler", "default by cooling kind");
        return new(kind, supply.Or(typical.Quantity<Temperature>()), rejection);
    }

    private static void CheckSupply(Block of, CoolingKind kind, Temperature supply)
    {
        CatalogFact range = CatalogFile.Load("limits").Root.Entry("thermal")
            .Fact(kind == CoolingKind.Air ? "airSupply" : "waterSupply");
        if (supply >= range.Quantity<Temperature>(CostColumn.Low) && supply <= range.Quantity<Temperature>(CostColumn.High)) return;
        of.Wrong("supply", $"{(kind == CoolingKind.Air ? "air" : "water")} of {supply}",
            $"{range.Low} to {range.High} for {Camel(kind)}",
            kind == CoolingKind.Air ? "Racks in air want 18 to 27 °C." : "Racks in liquid want 25 to 45 °C.");
    }

    /// <summary>Of the rebuilt part; the hall as it stands is checked with its racks.</summary>
    private static void CheckDensity(Block of, CoolingKind kind, Power perRack)
    {
        CatalogFact density = CatalogFile.Load("cooling").Root.Entry("cooling").Entry(Camel(kind)).Fact("densityMost");
        if (perRack > density.Quantity<Power>(CostColumn.High))
            of.Note("perRack", $"{perRack} per rack with {Camel(kind)}", $"at most {density.High}",
                "Check the density, or choose another cooling kind.");
    }

    internal static string Camel(CoolingKind kind) => kind switch
    {
        CoolingKind.Air => "air",
        CoolingKind.RearDoor => "rearDoor",
        CoolingKind.DirectLiquid => "directLiquid",
        _ => "immersion",
    };
}
