using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;

namespace Headroom.Scenarios.FieldFiles;

/// <summary>The field file, key by key.</summary>
public static class FieldFormat
{
    private static readonly Amount time = new(UnitTable.Duration, 0, 86400, AboveLeast: true);

    public static BlockShape Redfish { get; } = new("redfish", "How Redfish is spoken.",
    [
        new("timeOut", time, "a service that has not answered by then is silent", "5 s"),
        new("walkTimeOut", time, "the same for the walk along its links, which is made once", "15 s"),
        new("writeTimeOut", time, "the same for writes, which controllers pass on to the device before they answer", "15 s"),
        new("atOnce", new Whole(1, 10_000), "racks that are worked on at a time", "64"),
        new("connections", new Whole(1, 1000), "connections to one address", "4"),
        new("capLatency", time, "from a cap's write to the moment when it must be in force, of this platform", "40 s"),
        new("audit", time, "how often limits are read although nothing was asked", "30 s"),
        new("staleAfter", time, "a reading that is older counts as none", "5 s"),
        new("inputSensor", new Words(), "part of the path of sensors at the input of trays", "TotalHSC_Power"),
        new("prefersEach", new Flag(), "caps of single accelerators although there are caps of sums", "false"),
        new("roots", new Words(), "PEM file of the roots that sign the devices' certificates", "the machine's"),
        new("certificate", new Words(), "PKCS #12 file of the certificate that is shown to devices", "none"),
        new("found", new Words(), "file in which found limits are kept", "found-limits.tsv"),
    ]);

    public static BlockShape Account { get; } = new("accounts", "Who asks. No password stands in the file.",
    [
        new("user", new Words(), "name of the account", IsRequired: true),
        new("passwordVariable", new Words(), "environment variable that holds the password", "none"),
        new("passwordFile", new Words(), "file that holds the password and nothing else", "none"),
        new("entry", new Choice("session", "basic"), "the password once, or with every request", "session"),
    ]);

    public static BlockShape Rack { get; } = new("racks", "Racks that are alike: `A-001..A-018` stands for eighteen names.",
    [
        new("names", new Names(), "names, and ranges of names with two dots", IsRequired: true),
        new("address", new Words(), "of their services; {name} is the rack's name, {tray} the number of a tray", IsRequired: true),
        new("trays", new Whole(1, 1000), "services of one rack, where {tray} stands in the address", "1"),
        new("firstTray", new Whole(0, 1000), "number of the first tray", "1"),
        new("part", new Words(), "part of a hall in which they stand", IsRequired: true),
        new("rack", new Words(), "kind of rack", IsRequired: true),
        new("account", new Words(), "who asks", "nobody: the services are open"),
        new("work", new Words(), "service or run that is known to be on them", "as the plan lays it"),
        new("priority", new Whole(0, 1000), "smaller is more important and gives way later", "none: the least important"),
        new("strip", new Words(), "address of the strip that meters them; {name} as above", "none"),
    ]);

    public static BlockShape Cdu { get; } = new("cdus", "A unit that distributes coolant.",
    [
        new("name", new Words(), "its name", IsRequired: true),
        new("address", new Words(), "of its service", IsRequired: true),
        new("account", new Words(), "who asks", "nobody"),
        new("part", new Words(), "part of a hall whose racks it cools", "all"),
        new("returnMost", new Amount(UnitTable.Temperature, 283.15, 373.15), "coolant from racks beyond which they throttle themselves", "65 °C"),
    ]);

    public static BlockShape Tls { get; } = new("tls", "Modbus over TLS: both sides show certificates.",
    [
        new("certificate", new Words(), "PKCS #12 file of our certificate with its key", IsRequired: true),
        new("roots", new Words(), "PEM file of the roots that sign the device's certificate", "the machine's"),
        new("name", new Words(), "name that the device's certificate carries", "the host of its address"),
    ]);

    public static BlockShape Save { get; } = new("save", "How a run is asked to save before it is paused.",
    [
        new("hook", new Words(), "address that is called by POST with the run's name; 2xx says that it has saved", "none"),
        new("signal", new Words(), "slurm: signal that is sent to the job before it is stopped, such as USR1; only a hook can say that it has saved", "none"),
        new("annotation", new Flag(), "kubernetes: asked by headroom.dev/checkpoint-requested, answered by headroom.dev/checkpoint-saved", "false"),
        new("within", time, "how long it may take; it is paused without afterwards", "2 min"),
    ]);

    public static BlockShape Device(string key, string meaning, params IEnumerable<Key> more) => new(key, meaning,
    [
        new("name", new Words(), "as the plan calls it", "its kind"),
        new("kind", new Choice("modbus", "sunspec", "prometheus", "slurm", "kubernetes", "redfish"), "what it speaks", IsRequired: true),
        new("address", new Words(), "where it answers", IsRequired: true),
        new("unit", new Whole(0, 255), "unit on a line", "none"),
        new("anyUnit", new Flag(), "its answers may carry another unit than was asked, as some gateways send 0 or 255", "false"),
        new("account", new Words(), "who asks", "nobody"),
        new("options", new Words(), "what its kind wants to know besides", "nothing"),
        .. more,
    ]);

    public static BlockShape BmsTemperature { get; } = new("temperatures", "A temperature that racks depend on: their caps fall before it reaches its most.",
    [
        new("name", new Words(), "its name, for people", IsRequired: true),
        new("point", new Words(), "objectType/pointType/tagPath, the end of its topic", IsRequired: true),
        new("most", new Amount(UnitTable.Temperature, 273.15, 373.15), "where racks would throttle themselves", IsRequired: true),
        new("medium", new Choice("coolant", "air"), "what it is the temperature of", "air for AirTemperature, else coolant"),
        new("part", new Words(), "part of a hall whose racks it cools", "all"),
        new("rack", new Words(), "kind of rack", "all"),
    ]);

    public static BlockShape BmsState { get; } = new("states", "A leak detector or a state: what is not good is an alarm.",
    [
        new("name", new Words(), "its name, for people", IsRequired: true),
        new("point", new Words(), "objectType/pointType/tagPath, the end of its topic", IsRequired: true),
        new("good", new Names(), "numbers or names of states that are no alarm", "0 of a leak detector"),
    ]);

    public static BlockShape Bms { get; } = new("bms", "A building management system that is listened to by DSX BMS 1.0.0.",
    [
        new("broker", new Words(), "mqtts://host:port; mqtt:// to this machine alone", IsRequired: true),
        new("integration", new Words(), "what we are called there", IsRequired: true),
        new("user", new Words(), "at the broker", "oauthtoken: the password is a token"),
        new("passwordVariable", new Words(), "environment variable with the password or the token", "none"),
        new("passwordFile", new Words(), "file with it, read anew before every connection: for tokens that expire; instead of passwordVariable", "none"),
        new("certificate", new Words(), "PKCS #12 file for mutual TLS", "none"),
        new("roots", new Words(), "PEM file of the roots that sign the broker's certificate", "the machine's"),
        new("staleAfter", time, "a value that is older counts as none", "250 s"),
        new("temperatures", new ListOf(BmsTemperature), BmsTemperature.Meaning, "none"),
        new("states", new ListOf(BmsState), BmsState.Meaning, "none"),
    ]);

    private static readonly Key tls = new("tls", new Nested(Tls), Tls.Meaning, "none: in the clear");
    private static readonly BlockShape leak = Device("leaks", "A service with leak detectors.");
    private static readonly BlockShape meter = Device("meter", "The utility's meter.", tls);
    private static readonly BlockShape feed = Device("feeds", "A meter at a node of the power tree.", tls);
    private static readonly BlockShape battery = Device("batteries", "A battery.", tls,
        new("watchesHeartbeat", new Flag(), "it stops by itself when our heartbeat stands still, as was tested: it is operated without a reversion timer", "false"));
    private static readonly BlockShape plant = Device("plants", "A plant that generates.", tls);
    private static readonly BlockShape service = Device("services", "What tells the tokens of a service.");
    private static readonly BlockShape run = Device("runs", "What pauses and resumes a training run.",
        new Key("save", new Nested(Save), Save.Meaning, "nobody asks it"));

    public static BlockShape Field { get; } = new("field", "The devices of a live site.",
    [
        new("field", new Words(), "its name", IsRequired: true),
        new("redfish", new Nested(Redfish), Redfish.Meaning, "as below"),
        new("accounts", new MapOf(Account, "name"), Account.Meaning, "none"),
        new("racks", new ListOf(Rack), Rack.Meaning, IsRequired: true),
        new("cdus", new ListOf(Cdu), Cdu.Meaning, "none"),
        new("bms", new Nested(Bms), Bms.Meaning, "none"),
        new("leaks", new ListOf(leak), leak.Meaning, "none"),
        new("meter", new Nested(meter), meter.Meaning, "none: import is not known"),
        new("feeds", new ListOf(feed), feed.Meaning, "none: racks tell"),
        new("batteries", new ListOf(battery), battery.Meaning, "none"),
        new("plants", new ListOf(plant), plant.Meaning, "none"),
        new("services", new ListOf(service), service.Meaning, "none: the plan's demand counts"),
        new("runs", new ListOf(run), run.Meaning, "none: runs are capped, not paused"),
    ]);

    /// <summary>The JSON schema for editors.</summary>
    public static string Schema() => SiteSchema.Write(Field, "Headroom field", "docs/redfish.md");
}
