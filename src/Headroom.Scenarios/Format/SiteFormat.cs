using Headroom.Scenarios.Binding;

namespace Headroom.Scenarios.Format;

/// <summary>The site file, key by key: the one place where keys, units, defaults and meanings are declared.</summary>
public static class SiteFormat
{
    private const string Unlimited = "no limit", None = "none", FromCatalog = "catalog";
    private static readonly double positive = double.PositiveInfinity;

    /// <summary>Watts per second; 1 kW in a minute. Below it a ramp of any site takes longer than anybody waits.</summary>
    internal const double RampLeast = 1000 / 60.0;

    private static Key[] SizeKeys(UnitTable units) =>
    [
        new("installed", new Amount(units), "what stands and is paid for; only running costs count", "0"),
        new("atLeast", new Amount(units), "the least that must stand in the end, the installed part included", "what is installed"),
        new("atMost", new Amount(units), "the most that may stand in the end; with `installed` and without this nothing new is built",
            Unlimited),
    ];

    private static readonly Key[] payment =
    [
        new("lifetime", new Amount(UnitTable.Years, 0, 200, AboveLeast: true), "years over which the price is repaid", FromCatalog),
        new("discountRate", new Amount(UnitTable.Share, 0, 1), "of this asset", "the site's"),
        new("construction", new Amount(UnitTable.Years, 0, 30),
            "years of even spending before it runs; adds interest during construction to the price",
                "catalog, where the price is the catalog's; else 0"),
    ];

    private static readonly Key costs = new("costs", new Choice("low", "mid", "high"),
        "which column of the catalog's ranges fills what is omitted", "the site's, else mid");

    /// <summary>Sizes without price, as of an energy store.</summary>
    public static BlockShape StoreSize { get; } = new("energy", "Size of the store.", SizeKeys(UnitTable.Energy));

    public static BlockShape Flexible { get; } = new("flexible", "Grid capacity without a promise, on top of the firm one.",
    [
        new("capacity", new Size(UnitTable.Power), "capacity the utility may take away", IsRequired: true),
        new("curtailed", new Amount(UnitTable.HoursPerYear, 0, 8784), "hours a year without it: the dearest of the price series",
            "0 h/yr"),
        new("retained", new Amount(UnitTable.Share, 0, 1), "what is left of it in those hours, in the mean; the dearer the hour, the less", "0 %"),
        new("available", new Hourly(UnitTable.Share, 0, 1), "instead of `curtailed`: the share that is there, hour by hour", None),
    ]);

    public static BlockShape Export { get; } = new("export", "Sale to the grid at the hour's price.",
    [
        new("atMost", new Amount(UnitTable.Power), "the most that may be sold", "0 MW"),
        new("fee", new Amount(UnitTable.EnergyPrice), "what a sold megawatt-hour earns less than the price", "0 $/MWh"),
    ]);

    private static readonly Amount moment = new(UnitTable.Duration, 0, 24 * 3600, AboveLeast: true);

    public static BlockShape RideThrough { get; } = new("rideThrough", "When dips of the voltage send the load to its batteries, for simulations.",
    [
        new("dips", new Whole(1, 1000), "at this many dips", IsRequired: true),
        new("within", moment, "the time over which they are counted", IsRequired: true),
    ]);

    public static BlockShape Return { get; } = new("return", "How the load comes back after it left the grid, for simulations.",
    [
        new("after", new Amount(UnitTable.Duration, 0, 24 * 3600), "from a sound grid to the first stage", IsRequired: true),
        new("stage", new Amount(UnitTable.Power, 0, positive, AboveLeast: true), "load that comes back at once", IsRequired: true),
        new("every", moment, "from one stage to the next", IsRequired: true),
    ]);

    public static BlockShape Grid { get; } = new("grid", "The connection to the utility. Omit it for a site off the grid.",
    [
        new("firm", new Size(UnitTable.Power), "capacity that is there in every hour; a plain value stands already", IsRequired: true),
        new("flexible", new Nested(Flexible), "interruptible capacity", None),
        new("capacityCharge", new Amount(UnitTable.CapacityRent), "yearly charge per kW of connection, firm and flexible", "0 $/kW-yr"),
        new("connection", new Amount(UnitTable.CapacityPrice), "price, paid once, of new capacity",
            "catalog; 0 where `capacityCharge` is stated"),
        .. payment,
        new("price", new Hourly(UnitTable.EnergyPrice), "energy price", "typical year of the region"),
        new("adder", new Amount(UnitTable.EnergyPrice, double.NegativeInfinity), "wires and taxes on top of each imported MWh",
            "0 $/MWh"),
        new("demandCharge", new Amount(UnitTable.DemandPrice), "price of each month's peak import", "0 $/kW-month"),
        new("rampLimit", new Amount(UnitTable.Ramp, RampLeast), "how fast import may change", Unlimited),
        new("export", new Nested(Export), "sale to the grid", "not allowed"),
        new("carbon", new Hourly(UnitTable.Carbon, 0), "emissions of an imported MWh", "typical year of the region"),
        new("maximumShare", new Amount(UnitTable.Share, 0, 1), "the most that import may be of the year's draw", Unlimited),
        new("voltage", new Amount(UnitTable.Voltage, 0, 2000, AboveLeast: true), "of the connection, by which some rules choose their sites", "not known"),
        new("rideThrough", new Nested(RideThrough), "dips that send the load to its batteries", "it rides through all of them"),
        new("return", new Nested(Return), "how the load comes back after it left the grid", "at once"),
    ]);

    public static BlockShape Supply { get; } =
        new("supply", "A plant or a store on the site. The key is a technology, or any name with `kind`.",
    [
        new("kind", new Choice([.. Technologies.Names]), "the technology, where the key is a name of your own", "the key"),
        .. SizeKeys(UnitTable.Power),
        new("from", new Whole(1990, 2100), "first year in which it can stand; before it nothing is built", None),
        new("module", new Amount(UnitTable.Power, 0, positive, AboveLeast: true),
            "built in whole modules of this size; sizes may then be a plain number of modules", "catalog for smr, else any size"),
        new("capital", new Amount(UnitTable.CapacityPrice), "price of new capacity", FromCatalog),
        new("fixed", new Amount(UnitTable.CapacityRent), "yearly cost per capacity", FromCatalog),
        new("variable", new Amount(UnitTable.EnergyPrice), "running cost per energy besides fuel", FromCatalog),
        new("heatRate", new Amount(UnitTable.HeatRate), "fuel per electricity, higher heating value", FromCatalog),
        new("fuelPrice", new Amount(UnitTable.EnergyPrice), "price of fuel", "gas: the region; diesel, uranium: catalog"),
        .. payment,
        new("availability", new Hourly(UnitTable.Share, 0, 1), "share of capacity that it can give",
            "sun, wind, heat derating from the weather; else 1"),
        new("minimumLoad", new Amount(UnitTable.Share, 0, 1), "it never gives less than this share of what stands",
            "catalog for reactors, else 0 %"),
        new("ramp", new Amount(UnitTable.SharePerTime, 0, positive, AboveLeast: true), "change of output as a share of capacity",
            "catalog; plans of hours see it below 100 %/h"),
        new("start", new Amount(UnitTable.Duration, 0, 168 * 3600), "from the order to the first power, for simulations", "catalog, else 0 s"),
        new("hoursLimit", new Amount(UnitTable.HoursPerYear, 0, 8784), "full-load hours a year that a permit allows",
            "catalog for dieselBackup, else no limit"),
        new("carbon", new Amount(UnitTable.Carbon), "of the electricity (g/kWh, t/MWh) or, in kg/MMBtu, of the fuel", FromCatalog),
        new("largestUnit", new Amount(UnitTable.Power), "largest unit that fails at once, for the reserve", "module, else catalog"),
        new("forcedOutage", new Amount(UnitTable.Share, 0, 1), "share of time lost unplanned, for the reserve", FromCatalog),
        new("maximumShare", new Amount(UnitTable.Share, 0, 1), "the most that its energy may be of the year's draw", Unlimited),
        new("hours", new Amount(UnitTable.StorageHours, 0, 8760, AboveLeast: true),
            "battery: energy per power; omitted, the two are sized apart", None),
        new("energy", new Nested(StoreSize, Short: "installed"), "battery: size of the store", Unlimited),
        new("capitalPower", new Amount(UnitTable.CapacityPrice), "battery: price per power", FromCatalog),
        new("capitalEnergy", new Amount(UnitTable.EnergyPrice), "battery: price per energy, in $/kWh", FromCatalog),
        new("fixedEnergy", new Amount(UnitTable.EnergyCapacityRent), "battery: yearly cost per energy", "0 $/kWh-yr"),
        new("chargeEfficiency", new Amount(UnitTable.Share, 0, 1, AboveLeast: true), "battery: one way, bus to store", FromCatalog),
        new("dischargeEfficiency", new Amount(UnitTable.Share, 0, 1, AboveLeast: true), "battery: one way, store to bus", FromCatalog),
        new("selfDischarge", new Amount(UnitTable.SharePerTime, 0, 0.99), "battery: loss of what is stored", "0 %/h"),
        new("leastStored", new Amount(UnitTable.Share, 0, 0.99), "battery: never emptier than this share", "0 %"),
        costs,
    ]);

    public static BlockShape Retrofit { get; } = new("retrofit", "Rebuilding part of a hall, as an investment.",
    [
        new("to", new Choice("rearDoor", "directLiquid", "immersion", "air"), "cooling of the rebuilt part", "directLiquid"),
        new("perRack", new Amount(UnitTable.Power, 0, positive, AboveLeast: true), "density of the rebuilt part", IsRequired: true),
        new("supply", new Amount(UnitTable.Temperature, 0, 400), "supply temperature of the rebuilt part", "by cooling kind"),
        new("rejection", new Choice("dryCooler", "tower", "chiller", "adiabatic"), "how its heat leaves", "by cooling kind"),
        new("capital", new Amount(UnitTable.CapacityPrice), "price per IT power rebuilt", FromCatalog),
        .. payment,
    ]);

    public static BlockShape Hall { get; } = new("halls", "Floor space with a power, a density and a cooling kind.",
    [
        new("name", new Words(), "name, for racks and the power tree", IsRequired: true),
        new("power", new Size(UnitTable.Power), "IT power it can feed and cool; a plain value stands already", IsRequired: true),
        new("perRack", new Amount(UnitTable.Power, 0, positive, AboveLeast: true), "the most one position can feed and cool",
            IsRequired: true),
        new("cooling", new Choice("air", "rearDoor", "directLiquid", "immersion"), "what carries the heat from the rack",
            "air up to 40 kW per rack, else directLiquid"),
        new("supply", new Amount(UnitTable.Temperature, 0, 400), "temperature of the air or facility water that reaches the rack",
            "air 24 °C, rearDoor 18 °C, directLiquid 40 °C, immersion 35 °C"),
        new("rejection", new Choice("dryCooler", "tower", "chiller", "adiabatic"), "what gives the heat to the weather",
            "tower for air and rearDoor, dryCooler for liquid"),
        new("positions", new Whole(0, 1_000_000), "number of rack positions", "power limits first"),
        new("floor", new Amount(UnitTable.FloorLoad, 0, positive, AboveLeast: true), "what the floor carries", "not checked"),
        new("capital", new Amount(UnitTable.CapacityPrice), "price per IT power of new hall", FromCatalog),
        .. payment,
        new("retrofit", new Nested(Retrofit), "rebuilding for another density", "not allowed"),
    ]);

    public static BlockShape Rack { get; } =
        new("racks", "A kind of rack that stands or may be bought. The key is its name in the catalog.",
    [
        .. SizeKeys(UnitTable.Count),
        new("hall", new Names(), "the only hall it may stand in", "any hall that can host it"),
        new("halls", new Names(), "the only halls it may stand in", "any hall that can host it"),
        new("price", new Amount(UnitTable.Money), "of one rack", FromCatalog),
        new("lifetime", new Amount(UnitTable.Years, 0, 200, AboveLeast: true), "years over which it is repaid", FromCatalog),
        new("discountRate", new Amount(UnitTable.Share, 0, 1), "of this asset", "the site's"),
        new("cap", new Amount(UnitTable.Share, 0.1, 1), "the highest power cap ever set; halls are provisioned for it", "100 %"),
        new("caps", new Choice("clockLock", "inBand", "brake", "outOfBand"), "the way by which caps reach its accelerators, for simulations", "inBand"),
        new("smoothing", new Flag(), "whether the power smoothing of the part is on, for simulations", "false"),
        costs,
    ]);

    public static BlockShape Demand { get; } = new("demand", "Output tokens asked for. One of `peak`, `mean` and `daily`, and a shape.",
    [
        new("peak", new Amount(UnitTable.TokenRate, 0, 1e12), "of the busiest hour"),
        new("mean", new Amount(UnitTable.TokenRate, 0, 1e12), "over the year"),
        new("daily", new Amount(UnitTable.Tokens, 0, 1e17), "tokens on a mean day"),
        new("shape", new Hourly(new("a number", [new("", 1)]), 0, positive, "flat", "business", "consumer"),
            "its course over the hours; only ratios count", "flat"),
    ]);

    public static BlockShape Latency { get; } = new("latency", "What users accept.",
    [
        new("ttft", new Amount(UnitTable.Duration, 0, positive, AboveLeast: true), "mean time to first token of a full replica",
            "2 s; any, if deferrable"),
        new("tpot", new Amount(UnitTable.Duration, 0, positive, AboveLeast: true), "time per output token",
            "50 ms; any, if deferrable"),
        new("utilisation", new Amount(UnitTable.Share, 0.01, 0.99), "share of the places of a replica taken in the mean, requests coming at random",
            "all, the next request coming as one ends"),
    ]);

    private static readonly Amount lengthVariation = new(UnitTable.Factor, 0, 10);

    public static BlockShape Traffic { get; } = new("traffic", "How requests come within the hours. A plan does not see it; a simulation does.",
    [
        new("trace", new Words(),
            "a CSV to follow: one row for each request (`TIMESTAMP`, `ContextTokens`, `GeneratedTokens`) or for each window (`t_s`, `rate_rps`, "
                + "`mean_input_tokens`, `mean_output_tokens`)", "requests by chance, at the rate of the demand"),
        new("times", new Amount(UnitTable.Factor, 0, 1e6, AboveLeast: true), "how many times the recorded requests come",
            "so many that the mean is the demand's"),
        new("gapVariation", new Amount(UnitTable.Factor, 0, 100), "standard deviation over mean of the gaps between requests at constant rate", "1.1"),
        new("inputVariation", lengthVariation, "the same of the tokens read", "0.96"),
        new("outputVariation", lengthVariation, "the same of the tokens written", "0.77"),
        new("patience", new Amount(UnitTable.Duration, 0, 24 * 3600, AboveLeast: true), "how long a request waits before it gives up", "for ever"),
    ]);

    public static BlockShape Service { get; } = new("services", "An inference workload.",
    [
        new("name", new Words(), "its name", IsRequired: true),
        new("model", new Words(), "a model of the catalog", IsRequired: true),
        new("precision", new Choice("bf16", "fp8", "fp4"), "number format it is served in", "fp8 if the model has it"),
        new("input", new Amount(UnitTable.Tokens, 0), "mean tokens read per request", "1024 tok"),
        new("output", new Amount(UnitTable.Tokens, 0, positive, AboveLeast: true), "mean tokens written per request", "1024 tok"),
        new("prefixHits", new Amount(UnitTable.Share, 0, 1), "share of the input found in a prefix cache", "0 %"),
        new("points", new Words(), "a CSV of measured operating points, which replace the model where they reach",
            "the model of the catalog"),
        new("demand", new Nested(Demand), "output tokens asked for", IsRequired: true),
        new("latency", new Nested(Latency), "what users accept", "ttft 2 s, tpot 50 ms"),
        new("traffic", new Nested(Traffic), "how requests come within the hours, for simulations", "as conversations of Azure in 2023"),
        new("tier", new Whole(0, 3),
            "how flexible: 0 never touched, 1 up to 10 %, 2 up to 25 %, 3 up to 50 % of an hour may go unserved", "0"),
        new("deferrable", new Amount(UnitTable.Duration, 3600, 168 * 3600), "how long work may wait, 1 h to 168 h",
            "each hour serves its own demand"),
        new("value", new Amount(UnitTable.TokenPrice), "what a served token earns", "0 $/Mtok"),
        new("growth", new Amount(UnitTable.Share, -0.9, 9), "tokens asked for, more from one year to the next, where years are planned", "the expansion's"),
        new("unserved", new Amount(UnitTable.TokenPrice), "what an unserved token costs", "2 $/Mtok"),
        new("racks", new Names(), "the only rack types that may serve it", "any that hold the model"),
    ]);

    public static BlockShape Training { get; } = new("training", "Compute to deliver by a date.",
    [
        new("name", new Words(), "its name", IsRequired: true),
        new("compute", new Amount(UnitTable.Compute, 0, positive, AboveLeast: true), "model FLOP", IsRequired: true),
        new("from", new Day(), "first day on which it may run", "start of the year"),
        new("by", new Day(), "last day on which it may run", "end of the year"),
        new("precision", new Choice("bf16", "fp8", "fp4"), "number format", "bf16"),
        new("utilisation", new Amount(UnitTable.Share, 0, 1, AboveLeast: true), "of the dense peak while it computes", "40 %"),
        new("goodput", new Amount(UnitTable.Share, 0, 1, AboveLeast: true), "share of time not lost to checkpoints and restarts",
            "90 %"),
        new("mayPause", new Flag(), "whether it may slow down and pause", "true"),
        new("comesBack", new Flag(), "whether it runs again in every later year, where years are planned", "false"),
        new("racks", new Names(), "the only rack types that may run it", "any"),
        new("waveform", new Choice("preTraining", "fineTuning", "flat"), "shape of its draw over seconds, for simulations", "preTraining"),
        new("failures", new Amount(UnitTable.Occurrence, 1e-8, 1), "failures that stop it, per accelerator, for simulations", "1.97e-5 /h"),
        new("checkpointStall", new Amount(UnitTable.Duration, 0, 24 * 3600, AboveLeast: true), "standstill per checkpoint, for simulations", "15 s"),
        new("restart", new Amount(UnitTable.Duration, 0, 24 * 3600, AboveLeast: true),
            "from a failure to the first step, for simulations; with detection, loading and start-up", "5 min"),
        new("detection", new Amount(UnitTable.Duration, 0, 24 * 3600), "the part of `restart` until a failure is noticed", "30 s"),
    ]);

    public static BlockShape CarbonPolicy { get; } = new("carbon", "Price and cap of emissions.",
    [
        new("price", new Amount(UnitTable.CarbonPrice), "price of emissions", "0 $/t"),
        new("atMost", new Amount(UnitTable.Mass), "the most in a year", Unlimited),
    ]);

    public static BlockShape WaterPolicy { get; } = new("water", "Cap of water.",
    [
        new("atMost", new Amount(UnitTable.Volume), "the most in a year", Unlimited),
    ]);

    public static BlockShape Budget { get; } = new("budget", "Caps of money.",
    [
        new("yearly", new Amount(UnitTable.Money), "the most the plan may cost in a year", Unlimited),
        new("capital", new Amount(UnitTable.Money), "the most that may be spent once", Unlimited),
    ]);

    public static BlockShape Reserve { get; } = new("reserve", "Firm capacity over the peak draw, with the largest unit out.",
    [
        new("margin", new Amount(UnitTable.Share, 0, 5), "on top of the peak draw", "0 %"),
    ]);

    public static BlockShape Node { get; } = new("nodes", "A node of the power tree.",
    [
        new("name", new Words(), "its name", IsRequired: true),
        new("rating", new Amount(UnitTable.Power, 0, positive, AboveLeast: true), "what it may carry", IsRequired: true),
        new("halls", new Names(), "halls that hang on it", "all"),
    ]);

    public static BlockShape Tree { get; } = new("tree", "The path of power from the meter to the racks.",
    [
        new("efficiency", new Amount(UnitTable.Share, 0, 1, AboveLeast: true), "energy at the racks per energy taken for them",
            FromCatalog),
        new("nodes", new ListOf(Node), "ratings along the way", None),
    ]);

    private static readonly Amount perYear = new(UnitTable.Share, -0.9, 9);

    public static BlockShape AssetTiming { get; } = new("assets", "When more of an asset can stand, over years. The key is `grid`, `grid flexible`, a plant, a store, a hall, `HALL rebuilt` or a rack.",
    [
        new("leadTime", new Amount(UnitTable.Years, 0, 60), "from order or application to service, in the queue and under construction", FromCatalog),
        new("from", new Whole(1990, 2100), "first calendar year in which any can stand", "the entry's own `from`; reactors: the region; racks: their first year of sale"),
        new("mostPerYear", new Amount(UnitTable.Power, 0, positive, AboveLeast: true), "the most that can enter service in one year", Unlimited),
        new("countPerYear", new Amount(UnitTable.Count, 0, positive, AboveLeast: true), "the same for racks and whole modules, in numbers", Unlimited),
        new("priceChange", perYear, "of the price of new capacity from one year to the next, real", FromCatalog),
        new("retires", new Whole(1990, 2100), "first year in which what stands today stands no more", "it outlasts the horizon"),
    ]);

    public static BlockShape Expansion { get; } = new("expansion", "How demand, prices and software move, and when assets can stand; read with `years`.",
    [
        new("demand", perYear, "tokens asked for, more from one year to the next", "0 %"),
        new("training", perYear, "compute of training runs that come back, more from one year to the next", "0 %"),
        new("software", perYear, "tokens of the same racks at the same power, more from one year to the next", "0 %"),
        new("energyPrice", perYear, "price of grid energy, real, more from one year to the next", "0 %"),
        new("fuelPrice", perYear, "price of fuel, real, more from one year to the next", "0 %"),
        new("assets", new MapOf(AssetTiming, "asset"), "when each can stand", "catalog and region"),
    ]);

    public static BlockShape Site { get; } = new("site file", "One campus behind one utility meter.",
    [
        new("site", new Words(), "name of the site", IsRequired: true),
        new("tier", new Choice("edge", "enterprise", "hyperscale", "sovereign"), "size class, for sanity ranges and losses", None),
        new("region", new Words(), "key of a region in the catalog: climate, prices, carbon, fuel", None),
        new("year", new Whole(1990, 2100), "the calendar year planned, in UTC", "the year of a dated series, else 2027"),
        new("years", new Words(), "years to grow over, such as 2026..2040: what is built when, every year on the hours of `year`", "one year"),
        new("expansion", new Nested(Expansion), Expansion.Meaning, "nothing moves; lead times of the catalog"),
        new("objective", new Choice("leastCost", "mostTokens", "mostValue"), "what the plan seeks", "leastCost"),
        new("discountRate", new Amount(UnitTable.Share, 0, 1), "per year, real", "7 %"),
        costs with { Default = "mid" },
        new("weather", new Hourly(UnitTable.Temperature), "EPW file, or hourly CSV with temperature and humidity",
            "typical year of the region"),
        new("grid", new Nested(Grid), Grid.Meaning, "off the grid"),
        new("supply", new MapOf(Supply, "technology or name"), "plants and stores on the site", None),
        new("otherLoad", new Hourly(UnitTable.Power, 0), "electrical draw besides halls and cooling", None),
        new("halls", new ListOf(Hall), Hall.Meaning, None),
        new("racks", new MapOf(Rack, "rack of the catalog"), "racks that stand or may be bought", None),
        new("services", new ListOf(Service), "inference workloads", None),
        new("training", new ListOf(Training), "training runs", None),
        new("carbon", new Nested(CarbonPolicy), CarbonPolicy.Meaning, None),
        new("water", new Nested(WaterPolicy), WaterPolicy.Meaning, None),
        new("budget", new Nested(Budget), Budget.Meaning, None),
        new("reserve", new Nested(Reserve), Reserve.Meaning, None),
        new("tree", new Nested(Tree), Tree.Meaning, "efficiency by tier, no ratings"),
        new("growth", new Nested(GrowthFormat.Growth), "What `headroom forecast` takes to grow.", FromCatalog),
    ]);
}
