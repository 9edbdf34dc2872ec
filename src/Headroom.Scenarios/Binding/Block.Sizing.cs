using Headroom.Quantities;
using Headroom.Scenarios.Format;
using Headroom.Scenarios.Yaml;
using Headroom.Sites;

namespace Headroom.Scenarios.Binding;

/// <summary>How much stands and how much may stand.</summary>
internal sealed partial class Block
{
    /// <summary>A size behind a key: one value, or a block of installed, atLeast, atMost.</summary>
    public Got<Sizing<Q>> Sizing<Q>(string key) where Q : struct, IQuantity<Q>
    {
        Size form = FormOf<Size>(key);
        YamlEntry? entry = map.Find(key);
        if (entry?.Value is YamlMap nested)
        {
            var shape = new BlockShape(key, "",
                new Key("installed", new Amount(form.Units), ""), new Key("atLeast", new Amount(form.Units), ""),
                    new Key("atMost", new Amount(form.Units), ""));
            return new Block(Reading, nested, PathOf(key), shape, entry.Line).SizingHere<Q>();
        }
        if (Scalar(key) is not { IsGiven: true } text) return Missing<Sizing<Q>>(key);
        return Number(key, text.Value!, text.Line, new Amount(form.Units)).Map(si => Sites.Sizing<Q>.Fixed(Q.FromSi(si)));
    }

    /// <summary>The size whose keys stand in this block itself.</summary>
    /// <param name="number">Reads one of the three keys; for sizes that may be numbers of modules.</param>
    public Got<Sizing<Q>> SizingHere<Q>(Func<string, Got<double>>? number = null) where Q : struct, IQuantity<Q>
    {
        number ??= Amount;
        Got<double> installed = number("installed"), least = number("atLeast"), most = number("atMost");
        if (!installed.IsSound || !least.IsSound || !most.IsSound) return Got<Sizing<Q>>.Poisoned(Line);
        string Said(string key) => map[key] is YamlScalar scalar ? scalar.Text : "";
        bool sound = true;
        if (most.IsGiven && least.IsGiven && least.Value > most.Value)
        {
            Wrong("atLeast", $"at least {Said("atLeast")} and at most {Said("atMost")}", "atLeast no greater than atMost",
                "Lower atLeast or raise atMost.");
            sound = false;
        }
        if (most.IsGiven && installed.IsGiven && installed.Value > most.Value)
        {
            Wrong("installed", $"{Said("installed")} installed and at most {Said("atMost")}", "installed no greater than atMost",
                "Raise atMost: it counts what stands already.");
            sound = false;
        }
        if (!most.IsGiven && installed.IsGiven && least.IsGiven && least.Value > installed.Value)
        {
            Wrong("atLeast", $"at least {Said("atLeast")}, but {Said("installed")} installed and no atMost",
                "an atMost where more is to be built",
                $"Add atMost: with `installed` alone nothing new is built.");
            sound = false;
        }
        if (!sound) return Got<Sizing<Q>>.Poisoned(Line);
        double stands = installed.Or(0);
        double end = most.Or(installed.IsGiven ? stands : double.PositiveInfinity);
        return Got<Sizing<Q>>.Given(new(Q.FromSi(stands), Q.FromSi(Math.Max(stands, least.Or(0))), Q.FromSi(end)), Line);
    }
}
