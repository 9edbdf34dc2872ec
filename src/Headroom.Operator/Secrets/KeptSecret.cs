using Headroom.Scenarios;
using Headroom.Sites;

namespace Headroom.Operator.Secrets;

/// <summary>Reads secrets by their places, and says which are not there.</summary>
public sealed class KeptSecret
{
    private readonly string folder;
    private readonly Func<string, string?> variable;
    private readonly List<Finding> findings;

    /// <param name="folder">Where the file stands that names places: other files are named from there.</param>
    /// <param name="variable">An environment variable's value; null where there is none.</param>
    /// <param name="findings">Where what is missing is told.</param>
    public KeptSecret(string folder, Func<string, string?> variable, List<Finding> findings)
    {
        ArgumentNullException.ThrowIfNull(variable);
        (this.folder, this.variable, this.findings) = (folder, variable, findings);
    }

    /// <summary>The secret as it is now; empty, and a finding, where it is not there.</summary>
    /// <param name="path">Of its keys in the file, without Variable and File.</param>
    public string Now(SecretPlace place, string path, string what, int? line = null)
    {
        ArgumentNullException.ThrowIfNull(place);
        string? read;
        try { read = place.Variable is { } name ? variable(name) : File.Exists(PathOf(place)) ? Whole(File.ReadAllText(PathOf(place))) : null; }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            findings.Add(new(Severity.Wrong, $"{path}File", $"{place.File} cannot be read: {fault.Message}", what, "Let the service's user read it.") { Line = line });
            return "";
        }
        // an empty file is one that somebody will fill; an empty variable never changes
        if (read is { Length: > 0 } || read is not null && place.Variable is null) return read;
        findings.Add(place.Variable is { } wanted
            ? new(Severity.Wrong, $"{path}Variable", $"no environment variable {wanted}", what, "Set it before the service starts.") { Line = line }
            : new(Severity.Wrong, $"{path}File", $"no file {place.File}", what, "Write it there before the service starts.") { Line = line });
        return "";
    }

    /// <summary>The same for what is read once: nobody fills an empty file later, and a key that is empty is everybody's.</summary>
    public string Held(SecretPlace place, string path, string what, int? line = null)
    {
        int before = findings.Count;
        string now = Now(place, path, what, line);
        if (now.Length == 0 && findings.Count == before)
            findings.Add(new(Severity.Wrong, $"{path}File", $"{place.File} is empty", what, "Write it there before the service starts.") { Line = line });
        return now;
    }

    /// <summary>How the secret is read: from a file anew each time, for whoever renews a token that expires writes it there. Null for no place.</summary>
    public Func<CancellationToken, ValueTask<string>>? Of(SecretPlace? place, string path, string what, int? line = null)
    {
        if (place is null) return null;
        string now = Now(place, path, what, line);
        if (place.Variable is not null) return _ => ValueTask.FromResult(now);
        string file = PathOf(place);
        return async stop => Whole(await File.ReadAllTextAsync(file, stop).ConfigureAwait(false));
    }

    private string PathOf(SecretPlace place) => Path.Combine(folder, place.File ?? "");

    /// <summary>Without the blanks and line ends that editors leave.</summary>
    private static string Whole(string text) => text.Trim();
}
