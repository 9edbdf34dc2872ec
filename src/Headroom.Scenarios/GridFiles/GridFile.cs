using System.Text;
using Headroom.Control;
using Headroom.Quantities;
using Headroom.Scenarios.Binding;
using Headroom.Scenarios.Series;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.GridFiles;

/// <summary>What a grid file gave; no grid where anything is wrong.</summary>
public sealed record GridFileReading(GridDescription? Grid, IReadOnlyList<Finding> Findings);

/// <summary>Reads grid files: everything that is wrong at once.</summary>
public static class GridFile
{
    public static GridFileReading Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        try
        {
            return Parse(File.ReadAllText(path, Encoding.UTF8), Path.GetFileName(path));
        }
        catch (Exception problem) when (DataFiles.IsOfTheWorld(problem))
        {
            return new(null, [new(Severity.Wrong, "--grid", $"\"{path}\" cannot be opened: {problem.Message.TrimEnd('.')}", "a grid file", "Check the path.") { File = "command line" }]);
        }
    }

    public static GridFileReading Parse(string text, string file)
    {
        YamlReading yaml = YamlText.Read(text, file, "a grid file", "Begin with `grid: a name`; docs/operate.md has an example.");
        var reading = new Reading(file, ".", yaml.LostLines);
        reading.Add(yaml.Findings);
        GridDescription? grid = null;
        if (yaml.Root is YamlMap map) grid = Of(new(reading, map, "", GridFormat.Grid));
        else if (yaml.Root is not null and not YamlPoison) reading.Wrong(yaml.Root.Line, "", Block.KindOf(yaml.Root), "keys and values", "Begin with `grid: a name`.");
        Finding[] findings = [.. reading.Findings.Distinct().OrderBy(one => one.Line)];
        return new(findings.Any(one => one.Severity == Severity.Wrong) ? null : grid, findings);
    }

    private static GridDescription Of(Block root)
    {
        var grid = new GridDescription
        {
            Name = root.Text("grid").Or(""),
            OpenAdr = [.. root.List("openAdr").Select(VtnOf).OfType<VtnDescription>()],
            DsxFlex = root.Nested("dsxFlex") is { } flex ? FlexOf(flex) : null,
        };
        if (!root.Has("openAdr") && !root.Has("dsxFlex")) root.Wrong("grid", "nobody speaks", "openAdr or dsxFlex", "Add one of the two, or leave --grid out.");
        return grid;
    }

    private static VtnDescription? VtnOf(Block block)
    {
        Got<string> name = block.Text("name"), client = block.Text("clientId"), secret = block.Text("secretVariable");
        bool isPlain = block.Flag("plainHttp").Or(false);
        Uri? url = Address(block, "url", isPlain, "https", "http"), callback = Address(block, "callback", false, "https");
        Uri? tokenUrl = Address(block, "tokenUrl", isPlain, "https", "http");
        SecretPlace? token = SecretPlace.Of(block, "token"), signature = SecretPlace.Of(block, "signature");
        Entry(block);
        TimeSpan poll = Time(block, "poll") ?? TimeSpan.FromSeconds(30);
        if (poll > TimeSpan.FromMinutes(1)) block.Wrong("poll", $"{poll.TotalSeconds} s", "a minute at most", "Take 30 s: what is pushed may be lost.");
        if (callback is not null && !block.Has("callbackVariable")) block.Wrong("callback", "no `callbackVariable`", "what notifications must show", "Name an environment variable that holds it.");
        foreach (string key in (string[])["signatureVariable", "signatureFile"])
            if (block.Has(key) && !block.Has("callback")) block.Wrong(key, $"`{key}` without a `callback`", "a key beside the address to which signed notifications come", "Add `callback`, or leave it out.");
        Dictionary<string, string> feeds = FeedsOf(block);
        IReadOnlyList<Power?> levels = LevelsOf(block);
        if (url is null || !name.IsGiven) return null;
        return new(name.Value!, url, client.Value, secret.Value)
        {
            Token = token,
            TokenUrl = tokenUrl,
            Scope = block.Text("scope").Value,
            Audience = block.Text("audience").Value,
            PlainHttp = isPlain,
            Authority = block.Choice("authority").Or("utility") == "market" ? LimitAuthority.Market : LimitAuthority.Utility,
            Programs = [.. block.Names("programs").Select(one => one.Name)],
            Targets = [.. block.Names("targets").Select(one => one.Name)],
            Feeds = feeds,
            Resources = [.. block.Names("resources").Select(one => one.Name)],
            Poll = poll,
            FailSafe = Watts(block, "failSafe"),
            ManagesCapacity = block.Flag("managesCapacity").Or(true),
            EmergencyLevel = Watts(block, "emergencyLevel"),
            Levels = levels,
            Dispatch = block.Choice<Firmness>("dispatch").Or(Firmness.Firm),
            Callback = callback,
            CallbackVariable = block.Text("callbackVariable").Value,
            Signature = signature,
            Mqtt = block.Flag("mqtt").Or(true),
            Topics = [.. block.Names("topics").Select(one => one.Name)],
            ReservationIsTotal = block.Choice("reservation").Or("additional") == "total",
        };
    }

    private static Dictionary<string, string> FeedsOf(Block block)
    {
        Dictionary<string, string> feeds = [];
        foreach (Block one in block.List("feeds"))
        {
            Got<string> target = one.Text("target"), feed = one.Text("feed");
            if (target.IsGiven && feed.IsGiven && !feeds.TryAdd(target.Value!, feed.Value!))
                one.Wrong("target", $"\"{target.Value}\" again", "each target once: it means one feed", "Leave one out, or agree on a target for each feed with the VTN.");
        }
        return feeds;
    }

    /// <summary>A higher level is a graver call, so it never lets more be drawn than a lower one.</summary>
    private static Power?[] LevelsOf(Block block)
    {
        string[] keys = ["level1", "level2", "level3"];
        Power?[] levels = [.. keys.Select(key => Watts(block, key))];
        for (int k = 1; k < levels.Length; k++)
        {
            int before = Array.FindLastIndex(levels, k - 1, one => one is not null);
            if (levels[k] is { } level && before >= 0 && level > levels[before]!.Value)
                block.Wrong(keys[k], $"{level}", $"no more than the {levels[before]} of {keys[before]}", $"Lower it, or raise {keys[before]}: a higher level asks for more.");
            else if (before >= 0 && !block.Has(keys[k]))
                block.Wrong(keys[before], $"no `{keys[k]}` above it", "a power for each higher level", $"Add `{keys[k]}: {levels[before]}`, or less: level {k + 1} would ask for nothing.");
        }
        return levels;
    }

    /// <summary>A client and its secret, or a token that somebody else gave; one of the two.</summary>
    private static void Entry(Block block)
    {
        bool hasToken = block.Has("tokenVariable") || block.Has("tokenFile");
        foreach (string key in hasToken ? (string[])[] : ["clientId", "secretVariable"])
            if (!block.Has(key)) block.Wrong(key, $"no `{key}`", "clientId and secretVariable, or tokenVariable, or tokenFile", "Say how the VTN is entered.");
        foreach (string key in hasToken ? (string[])["secretVariable", "tokenUrl", "scope", "audience"] : [])
            if (block.Has(key)) block.Wrong(key, $"`{key}` beside a token", "either a token that is there or a secret that buys one", "Leave one out.");
    }

    private static FlexDescription? FlexOf(Block block)
    {
        Got<string> name = block.Text("name"), key = block.Text("key");
        Uri? broker = Address(block, "broker", false, "mqtts", "mqtt");
        Dictionary<string, string> parties = [];
        foreach ((string text, int line) in block.Names("parties"))
            if (text.Split('=', 2) is [{ Length: > 0 } party, { Length: > 0 } file]) parties[party.Trim()] = file.Trim();
            else block.Reading.Wrong(line, block.PathOf("parties"), $"\"{text}\"", "NAME=FILE", "Write the party's name, = and the PEM file of its public key.");
        List<FlexFeedDescription> feeds = [];
        foreach (Block one in block.List("feeds"))
            if (one.Text("tag") is { IsGiven: true } tag && Watts(one, "maximum") is { } most)
            {
                Power least = Watts(one, "minimum") ?? default, usual = Watts(one, "default") ?? most;
                if (least > most || usual > most) one.Wrong("maximum", $"{most}", "no less than minimum and default", "Raise it, or lower them.");
                feeds.Add(new(tag.Value!, one.Text("feed").Value, least, most, usual));
            }
        SecretPlace? password = SecretPlace.Of(block, "password");
        if (broker is null || !name.IsGiven || !key.IsGiven) return null;
        return new(name.Value!, broker, key.Value!, parties, feeds)
        {
            Password = password,
            Certificate = block.Text("certificate").Value,
            SilentAfter = Time(block, "silentAfter") ?? TimeSpan.FromHours(24),
            TakesUnsigned = block.Flag("takesUnsigned").Or(false),
        };
    }

    /// <summary>The first scheme is the safe one; another goes to this machine alone, unless the file says otherwise.</summary>
    private static Uri? Address(Block block, string key, bool isPlain, params string[] schemes)
    {
        Got<string> text = block.Text(key);
        if (!text.IsGiven) return null;
        if (!Uri.TryCreate(text.Value, UriKind.Absolute, out Uri? uri) || !schemes.Contains(uri.Scheme))
        {
            block.Wrong(key, $"\"{text.Value}\"", $"an address such as {schemes[0]}://host", "Write the whole address.");
            return null;
        }
        if (uri.Scheme == schemes[0] || uri.IsLoopback) return uri;
        if (isPlain)
            block.Note(key, $"\"{text.Value}\" in the clear", schemes[0], "Keep it to a network of its own: whoever is on the way reads the secret and may set or lift limits.");
        else block.Wrong(key, $"\"{text.Value}\"", $"{schemes[0]} off this machine", $"Use {schemes[0]}://.");
        return uri;
    }

    private static TimeSpan? Time(Block block, string key) => block.Amount(key) is { IsGiven: true } given ? TimeSpan.FromSeconds(given.Value) : null;
    private static Power? Watts(Block block, string key) => block.Amount(key) is { IsGiven: true } given ? Power.FromSi(given.Value) : null;
}
