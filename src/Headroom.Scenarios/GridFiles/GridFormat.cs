using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Format;

namespace Headroom.Scenarios.GridFiles;

/// <summary>The grid file, key by key.</summary>
public static class GridFormat
{
    private static readonly Amount time = new(UnitTable.Duration, 0, 1e9, AboveLeast: true);
    private static readonly Amount power = new(UnitTable.Power, 0, 1e12);

    public static BlockShape VtnFeed { get; } = new("feeds", "A target that means a feed.",
    [
        new("target", new Words(), "as the VTN writes it; it is asked for, too", IsRequired: true),
        new("feed", new Words(), "node of the power tree", IsRequired: true),
    ]);

    public static BlockShape Vtn { get; } = new("openAdr", "A VTN of OpenADR 3.1.0 in whose programs the site takes part.",
    [
        new("name", new Words(), "of this client at the VTN", IsRequired: true),
        new("url", new Words(), "where the paths of OpenADR begin; https off this machine", IsRequired: true),
        new("clientId", new Words(), "for OAuth2; with a token of another's giving only where the broker asks for it", "none"),
        new("secretVariable", new Words(), "environment variable with the client's secret", "none"),
        new("tokenVariable", new Words(), "environment variable with a bearer token, where nobody gives one for a secret", "none"),
        new("tokenFile", new Words(), "file with it, read anew for every request: for tokens that expire; instead of tokenVariable", "none"),
        new("tokenUrl", new Words(), "where tokens are given, for a VTN that does not say it", "as the VTN says"),
        new("scope", new Words(), "what a token is asked for, words with blanks between", "what is given unasked"),
        new("audience", new Words(), "whom a token is asked for, where whoever gives tokens wants to know", "none"),
        new("plainHttp", new Flag(), "http also off this machine: whoever is on the way reads the secret and may say what they like", "false"),
        new("authority", new Choice("utility", "market"), "whose limits these are", "utility"),
        new("programs", new Names(), "names of programs that count", "all that are shown"),
        new("targets", new Names(), "targets to ask for", "those that the VTN granted"),
        new("feeds", new ListOf(VtnFeed), VtnFeed.Meaning, "every target means the whole site"),
        new("resources", new Names(), "parts of the site that are registered", "none"),
        new("poll", time, "how often events are read, a minute at most", "30 s"),
        new("failSafe", power, "import that holds where the VTN states none", "the firm connection"),
        new("managesCapacity", new Flag(), "a ceiling holds also where the VTN states none", "true"),
        new("emergencyLevel", power, "import at most while a grid emergency is called", "it is only told"),
        new("level1", power, "import at most at level 1 of SIMPLE", "the level asks for nothing"),
        new("level2", power, "import at most at level 2", "the level asks for nothing"),
        new("level3", power, "import at most at level 3", "the level asks for nothing"),
        new("dispatch", new Choice("firm", "bestEffort"), "whether set points and levels hold whatever they cost, or as far as they cost no promise", "firm"),
        new("callback", new Words(), "https address of this service for notifications", "none"),
        new("callbackVariable", new Words(), "environment variable with what notifications must show", "none"),
        new("signatureVariable", new Words(), "environment variable with the key that signs notifications", "they are not signed"),
        new("signatureFile", new Words(), "file with it, read when the service starts; instead of signatureVariable", "none"),
        new("mqtt", new Flag(), "listen to the VTN's broker where it has one", "true"),
        new("topics", new Names(), "topics of that broker, beside those that the VTN names; {venID} and {clientID} are ours", "none"),
        new("reservation", new Choice("additional", "total"), "what a reserved capacity means in these programs", "additional"),
    ]);

    public static BlockShape FlexFeed { get; } = new("feeds", "A feed as the bus calls it.",
    [
        new("tag", new Words(), "on the bus", IsRequired: true),
        new("feed", new Words(), "node of the power tree", "the whole site"),
        new("minimum", power, "the least it can be held to", "0 MW"),
        new("maximum", power, "the most it carries", IsRequired: true),
        new("default", power, "what holds while nobody demands anything", "the maximum"),
    ]);

    public static BlockShape Flex { get; } = new("dsxFlex", "The site's agent on a bus of DSX Flex 1.7.0.",
    [
        new("name", new Words(), "on the bus", IsRequired: true),
        new("broker", new Words(), "mqtts://host:port; mqtt:// to this machine alone", IsRequired: true),
        new("key", new Words(), "PEM file of the private key with which it signs", IsRequired: true),
        new("parties", new Names(), "who may demand: NAME=FILE with a PEM file of its public key; the file's name is the key's identifier", IsRequired: true),
        new("feeds", new ListOf(FlexFeed), FlexFeed.Meaning, IsRequired: true),
        new("passwordVariable", new Words(), "environment variable with the token of the broker", "none"),
        new("passwordFile", new Words(), "file with it, read anew before every connection: for tokens that expire; instead of passwordVariable", "none"),
        new("certificate", new Words(), "PKCS #12 file for mutual TLS", "none"),
        new("silentAfter", time, "a party that says nothing for so long is silent", "24 h"),
        new("takesUnsigned", new Flag(), "for development only", "false"),
    ]);

    public static BlockShape Grid { get; } = new("grid", "Who may speak to the site from outside.",
    [
        new("grid", new Words(), "its name", IsRequired: true),
        new("openAdr", new ListOf(Vtn), Vtn.Meaning, "none"),
        new("dsxFlex", new Nested(Flex), Flex.Meaning, "none"),
    ]);
}
