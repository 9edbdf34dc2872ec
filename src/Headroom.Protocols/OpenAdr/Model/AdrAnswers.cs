namespace Headroom.Protocols.OpenAdr;

/// <summary>Why a VTN refuses. The HTTP status counts; what stands here is for people.</summary>
public sealed record AdrProblem(string? Type, string? Title, int? Status, string? Detail)
{
    public override string ToString() => string.Join(": ", ((string?[])[Title, Detail]).Where(text => !string.IsNullOrEmpty(text)));
}

/// <summary>The answer of a token endpoint.</summary>
/// <param name="Lifetime">Null where it does not say.</param>
public sealed record TokenAnswer(string AccessToken, TimeSpan? Lifetime, IReadOnlyList<string> Scopes)
{
    /// <summary>Assumed where the server does not say.</summary>
    public static TimeSpan LifetimeUnsaid { get; } = TimeSpan.FromMinutes(5);
}

/// <summary>How a VTN tells of changes.</summary>
public sealed record Notifiers(bool HasWebhook, MqttNotifier? Mqtt);

public enum MqttAuthentication { Anonymous, BearerToken, Certificate }

/// <param name="Username">For a bearer token: a literal, or {clientID} which stands for the client's own.</param>
public sealed record MqttNotifier(IReadOnlyList<string> Uris, MqttAuthentication Authentication, string? Username)
{
    /// <summary>In the place of the token; null where the VTN gives none.</summary>
    public string? Password { get; init; }
    public override string ToString() => $"{Authentication} at {string.Join(", ", Uris)}";
}

/// <summary>Topics for operations on an object; never built by hand.</summary>
public sealed record TopicNames(string? Create, string? Update, string? Delete, string? All)
{
    /// <summary>The one for all operations where there is one, else each.</summary>
    public IReadOnlyList<string> Least => All is { } all ? [all] : [.. ((string?[])[Create, Update, Delete]).OfType<string>()];
}
