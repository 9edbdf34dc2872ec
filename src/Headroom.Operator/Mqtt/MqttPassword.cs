namespace Headroom.Operator.Mqtt;

/// <summary>Where the password of a broker comes from.</summary>
public static class MqttPassword
{
    /// <summary>From a file it is read anew before every connection: whoever renews a token that expires writes it there.</summary>
    /// <param name="secret">From an environment variable; counts where there is no file.</param>
    public static Func<CancellationToken, ValueTask<string>>? Of(string? secret, string? path) =>
        path is not null ? async stop => (await File.ReadAllTextAsync(path, stop).ConfigureAwait(false)).Trim()
        : secret is null ? null : _ => ValueTask.FromResult(secret);
}
