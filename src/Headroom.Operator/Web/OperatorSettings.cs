using Headroom.Operator.Store;
using Headroom.Sites;

namespace Headroom.Operator.Web;

/// <summary>How a service is run: by file, environment and command line.</summary>
public sealed record OperatorSettings
{
    /// <summary>As in ASP.NET Core, several by semicolons.</summary>
    public string Urls { get; init; } = "http://127.0.0.1:5240";

    /// <summary>A file, or <c>postgres://…</c>.</summary>
    public required string Store { get; init; }

    /// <summary>Certificate and key of https, PEM files.</summary>
    public string? Certificate { get; init; }

    /// <inheritdoc cref="Certificate"/>
    public string? Key { get; init; }

    /// <summary>An identity provider whose tokens are taken beside ours; its roles claim is <c>roles</c>, its scopes <c>headroom.read</c> and so on.</summary>
    public string? OidcAuthority { get; init; }
    public string OidcAudience { get; init; } = "headroom";

    /// <summary>Requests of one caller in a second.</summary>
    public int RequestsPerSecond { get; init; } = 100;

    /// <summary>Where traces and metrics are sent by OTLP; null: nowhere.</summary>
    public string? Telemetry { get; init; }

    /// <summary>Makes the token of <c>admin</c> anew, for who lost it: whoever may start this on its store may.</summary>
    public bool NewAdmin { get; init; }
    public ServiceSettings Service { get; init; } = new();

    /// <summary>Off loopback nothing is served without TLS.</summary>
    public IReadOnlyList<Finding> Check()
    {
        List<Finding> findings = [];
        foreach (string url in Urls.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!Uri.TryCreate(url.Replace("//*", "//any.invalid", StringComparison.Ordinal).Replace("//+", "//any.invalid", StringComparison.Ordinal), UriKind.Absolute, out Uri? uri)
                || uri.Scheme is not ("http" or "https"))
                findings.Add(Wrong("--urls", url, "http://127.0.0.1:5240 or https://host:port", "Separate several by semicolons."));
            else if (uri.Scheme == "http" && !uri.IsLoopback)
                findings.Add(Wrong("--urls", url, "https off loopback", "Use https:// with --certificate and --key, or listen on 127.0.0.1 behind a proxy that speaks TLS."));
            else if (uri.Scheme == "https" && Certificate is null)
                findings.Add(Wrong("--urls", url, "a certificate for https", "State --certificate and --key, PEM files."));
        }
        foreach ((string option, string? path) in new[] { ("--certificate", Certificate), ("--key", Key) })
            if (path is not null && !File.Exists(path)) findings.Add(Wrong(option, path, "a PEM file", "Name a file that is there."));
        foreach ((string option, string? url) in new[] { ("--oidc", OidcAuthority), ("--telemetry", Telemetry) })
            if (url is not null && !(Uri.TryCreate(url, UriKind.Absolute, out Uri? named) && named.Scheme is "http" or "https"))
                findings.Add(Wrong(option, url, "an address such as https://host:port", "Write the whole address."));
        if (!Dialect.IsPostgres(Store) && Path.GetDirectoryName(Path.GetFullPath(Store)) is { } folder && File.Exists(folder))
            findings.Add(Wrong("--store", Store, "a file in a folder", "Name another place."));
        return findings;
    }

    private static Finding Wrong(string path, string read, string expected, string remedy) => new(Severity.Wrong, path, read, expected, remedy) { File = "command line" };
}
