using System.Text.Json;

namespace Headroom.TestKit.Redfish;

/// <summary>A property that can be written, and what it takes.</summary>
/// <param name="Path">From the resource on, such as <c>PowerLimitWatts/SetPoint</c>.</param>
internal abstract record Writable(string Path)
{
    /// <summary>What is wrong with a value; null for one that is taken.</summary>
    public abstract RedfishMessage? Judge(JsonElement value);

    public sealed record Number(string Path, double Least, double Most) : Writable(Path)
    {
        public override RedfishMessage? Judge(JsonElement value) => value.ValueKind != JsonValueKind.Number ? RedfishMessage.WrongType(Path, value)
            : value.TryGetDouble(out double number) && number >= Least && number <= Most ? null : RedfishMessage.OutOfRange(Path, value);
    }

    public sealed record Flag(string Path) : Writable(Path)
    {
        public override RedfishMessage? Judge(JsonElement value) => value.ValueKind is JsonValueKind.True or JsonValueKind.False ? null : RedfishMessage.WrongType(Path, value);
    }
}

/// <summary>How a resource takes PATCH: values that are wrong refuse it whole; of the rest, what cannot be written is left and told.</summary>
/// <remarks>Source   Redfish Specification (DSP0266), "PATCH (update)": 200 with annotations where some properties are taken, 400 where none is.</remarks>
/// <param name="Needs">The property without which the others say nothing.</param>
/// <param name="Apply">Takes the values by their paths.</param>
internal sealed record PatchRule(string Needs, IReadOnlyList<Writable> Properties, Action<EmulatedService, IReadOnlyDictionary<string, JsonElement>> Apply)
{
    /// <summary>A property whose absence makes another write of it: where it is unknown, all is refused.</summary>
    public string? Binds { get; init; }

    /// <param name="represented">The resource as it stands; asked for only where something cannot be written.</param>
    public WriteAnswer Judge(EmulatedService service, JsonElement body, Func<JsonElement> represented)
    {
        if (body.ValueKind != JsonValueKind.Object) return WriteAnswer.Refused(new RedfishMessage("UnrecognizedRequestBody"));
        if (!body.EnumerateObject().Any()) return WriteAnswer.Refused(new RedfishMessage("EmptyJSON"));
        Dictionary<string, JsonElement> values = new(StringComparer.Ordinal);
        List<RedfishMessage> wrong = [], left = [];
        JsonElement? stands = null;
        Sort(body, "");
        if (wrong.Count > 0 || left.Any(one => one.About == Binds)) return WriteAnswer.Refused([.. wrong, .. left]);
        if (values.Count == 0) return WriteAnswer.Refused(left.Count > 0 ? left : [new RedfishMessage("NoOperation")]);
        if (!values.ContainsKey(Needs)) return WriteAnswer.Refused([RedfishMessage.Missing(Needs), .. left]);
        Apply(service, values);
        return left.Count == 0 ? WriteAnswer.Done : new(200, left);

        void Sort(JsonElement at, string above)
        {
            foreach (JsonProperty one in at.EnumerateObject())
            {
                // annotations are nobody's values
                if (one.Name.Contains('@', StringComparison.Ordinal)) continue;
                string path = above + one.Name;
                if (Properties.FirstOrDefault(property => property.Path == path) is { } property)
                {
                    if (service.Faults.ReadOnlyLimits) left.Add(RedfishMessage.NotWritable(path));
                    else if (property.Judge(one.Value) is { } fault) wrong.Add(fault);
                    else values[path] = one.Value;
                }
                else if (Holds(path) && one.Value.ValueKind == JsonValueKind.Object) Sort(one.Value, path + "/");
                else if (Holds(path)) wrong.Add(RedfishMessage.WrongType(path, one.Value));
                else left.Add(Find(stands ??= represented(), path) ? RedfishMessage.NotWritable(path) : RedfishMessage.Unknown(path));
            }
        }
    }

    /// <summary>Whether something that can be written, or that binds it, lies below a path.</summary>
    private bool Holds(string path) => Properties.Any(one => IsBelow(one.Path, path)) || Binds is { } binds && IsBelow(binds, path);

    private static bool IsBelow(string path, string above) => path.Length > above.Length && path[above.Length] == '/' && path.StartsWith(above, StringComparison.Ordinal);

    private static bool Find(JsonElement at, string path)
    {
        foreach (string step in path.Split('/'))
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step, out at)) return false;
        return true;
    }
}

/// <summary>An action, with one parameter or none.</summary>
/// <param name="Name">Such as <c>Outlet.PowerControl</c>.</param>
internal sealed record ActionRule(string Name, Action<EmulatedService, string> Act)
{
    /// <summary>It is its maker's, not DMTF's.</summary>
    public bool IsOem { get; init; }

    /// <summary>Null: it takes none.</summary>
    public string? Parameter { get; init; }

    /// <summary>What the parameter may say.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    public WriteAnswer Judge(EmulatedService service, JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object) return WriteAnswer.Refused(new RedfishMessage("UnrecognizedRequestBody"));
        List<RedfishMessage> wrong = [];
        string? said = null;
        foreach (JsonProperty one in body.EnumerateObject())
        {
            if (one.Name.Contains('@', StringComparison.Ordinal)) continue;
            if (one.Name != Parameter) wrong.Add(new("ActionParameterUnknown", Name, one.Name));
            else if (one.Value.ValueKind != JsonValueKind.String) wrong.Add(new("ActionParameterValueTypeError", RedfishMessage.TextOf(one.Value), one.Name, Name));
            else if (!Allowed.Contains(one.Value.GetString()!)) wrong.Add(new("ActionParameterValueNotInList", one.Value.GetString()!, one.Name, Name));
            else said = one.Value.GetString();
        }
        if (Parameter is { } needed && !body.TryGetProperty(needed, out _)) wrong.Add(new("ActionParameterMissing", Name, needed));
        if (wrong.Count > 0) return WriteAnswer.Refused(wrong);
        Act(service, said ?? "");
        return WriteAnswer.Done;
    }
}
