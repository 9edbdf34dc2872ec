using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.Kubernetes;

/// <summary>A Job of the emulated cluster.</summary>
/// <param name="name">In the one namespace there is.</param>
/// <param name="isQueued">Kueue manages it.</param>
public sealed class EmulatedJob(string name, bool isQueued = false)
{
    public string Name => name;
    public bool IsQueued => isQueued;
    public bool IsSuspended { get; set; }

    /// <summary>Of its Kueue workload.</summary>
    public bool IsActive { get; set; } = true;
    public int Pods { get; set; } = 4;
    public int Running { get; internal set; }
    public DateTimeOffset? Started { get; set; }
    public string? Ended { get; set; }
    public Dictionary<string, string> Annotations { get; } = [];

    /// <summary>It saves when asked by annotation, and says so.</summary>
    public bool Saves { get; set; }

    /// <summary>How often its pods were deleted.</summary>
    public int Evictions { get; internal set; }
    internal string Uid => $"uid-{name}";
}

/// <summary>The part of a Kubernetes API server, its Job controller and Kueue that a hand on Jobs uses. Controllers act at once.</summary>
public sealed class EmulatedKubernetes : IAsyncDisposable
{
    private readonly Lock door = new();
    private readonly string token;
    private readonly TimeProvider time;
    private readonly Dictionary<string, EmulatedJob> jobs = [];
    private LoopbackWeb web = null!;

    private EmulatedKubernetes(string token, TimeProvider time) => (this.token, this.time) = (token, time);

    public const string Namespace = "training";

    public static async Task<EmulatedKubernetes> StartAsync(string token, TimeProvider time, int port = 0)
    {
        var cluster = new EmulatedKubernetes(token, time);
        cluster.web = await LoopbackWeb.StartAsync(cluster.AnswerAsync, port);
        return cluster;
    }

    public Uri Address => web.Address;

    /// <summary>Patches it refuses because a role does not allow them: jobs, workloads.</summary>
    public ICollection<string> Forbidden { get; } = new HashSet<string>();

    /// <summary>Patches of a Job's <c>suspend</c> that came from outside Kueue, by Job.</summary>
    public IList<string> SuspendPatches { get; } = [];

    public void Add(EmulatedJob job)
    {
        ArgumentNullException.ThrowIfNull(job);
        lock (door)
        {
            jobs[job.Name] = job;
            Reconcile(job);
        }
    }

    /// <summary>What the controllers do: Kueue suspends what is not active, the Job controller deletes or starts pods and counts the start anew.</summary>
    private void Reconcile(EmulatedJob job)
    {
        if (job.IsQueued) job.IsSuspended = !job.IsActive;
        if (job.IsSuspended || job.Ended is not null)
        {
            if (job.Running > 0) job.Evictions++;
            job.Running = 0;
            if (job.Ended is null) job.Started = null;
        }
        else if (job.Running == 0)
        {
            job.Running = job.Pods;
            job.Started = time.GetUtcNow();
        }
    }

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string body = await new StreamReader(request.Body).ReadToEndAsync(context.RequestAborted);
        (int status, JsonObject answer) = request.Headers.Authorization != $"Bearer {token}" ? Failure(401, "Unauthorized")
            : Answer(request.Method, request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries), request.Query["labelSelector"].ToString(), request.ContentType, body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private (int Status, JsonObject Answer) Answer(string method, string[] path, string selector, string? type, string body)
    {
        if (method == "PATCH" && type?.StartsWith("application/merge-patch+json", StringComparison.Ordinal) != true) return Failure(415, "the body of the request was in an unknown format");
        lock (door)
            return (method, path) switch
            {
                ("GET", ["apis", "kueue.x-k8s.io"]) => (200, new() { ["kind"] = "APIGroup", ["preferredVersion"] = new JsonObject { ["version"] = "v1beta2" } }),
                ("GET", ["apis", "batch", "v1", "namespaces", Namespace, "jobs", var name]) => jobs.TryGetValue(name, out EmulatedJob? job) ? (200, Shown(job)) : Failure(404, $"jobs.batch \"{name}\" not found"),
                ("PATCH", ["apis", "batch", "v1", "namespaces", Namespace, "jobs", var name]) => Patch(name, "jobs", body),
                ("GET", ["apis", "kueue.x-k8s.io", "v1beta2", "namespaces", Namespace, "workloads"]) =>
                    (200, new() { ["items"] = new JsonArray([.. jobs.Values.Where(one => one.IsQueued && selector == $"kueue.x-k8s.io/job-uid={one.Uid}").Select(Workload)]) }),
                ("PATCH", ["apis", "kueue.x-k8s.io", "v1beta2", "namespaces", Namespace, "workloads", var name]) => Patch(name["workload-".Length..], "workloads", body),
                _ => Failure(404, "the server could not find the requested resource"),
            };
    }

    private (int Status, JsonObject Answer) Patch(string name, string kind, string body)
    {
        if (Forbidden.Contains(kind)) return Failure(403, $"{kind} \"{name}\" is forbidden: cannot patch resource");
        if (!jobs.TryGetValue(name, out EmulatedJob? job)) return Failure(404, $"{kind} \"{name}\" not found");
        JsonNode? patch;
        try
        {
            patch = JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return Failure(400, "the body is not JSON");
        }
        if (kind == "workloads" && patch?["spec"]?["active"] is { } active) job.IsActive = active.GetValue<bool>();
        if (kind == "jobs" && patch?["spec"]?["suspend"] is { } suspend)
        {
            SuspendPatches.Add(name);
            job.IsSuspended = suspend.GetValue<bool>();
        }
        if (kind == "jobs" && patch?["metadata"]?["annotations"] is JsonObject annotations)
            foreach ((string key, JsonNode? value) in annotations) job.Annotations[key] = value?.GetValue<string>() ?? "";
        if (job.Saves && job.Annotations.TryGetValue("headroom.dev/checkpoint-requested", out string? asked)) job.Annotations["headroom.dev/checkpoint-saved"] = asked;
        Reconcile(job);
        return (200, kind == "jobs" ? Shown(job) : Workload(job));
    }

    private static JsonObject Shown(EmulatedJob job)
    {
        var metadata = new JsonObject { ["name"] = job.Name, ["uid"] = job.Uid };
        if (job.IsQueued) metadata["labels"] = new JsonObject { ["kueue.x-k8s.io/queue-name"] = "training" };
        if (job.Annotations.Count > 0) metadata["annotations"] = new JsonObject(job.Annotations.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));
        var status = new JsonObject();
        if (job.Running > 0) status["active"] = job.Running;
        if (job.Started is { } started) status["startTime"] = started.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        if (job.Ended is { } ended) status["conditions"] = new JsonArray(new JsonObject { ["type"] = ended, ["status"] = "True" });
        return new() { ["kind"] = "Job", ["metadata"] = metadata, ["spec"] = new JsonObject { ["suspend"] = job.IsSuspended, ["parallelism"] = job.Pods }, ["status"] = status };
    }

    private static JsonObject Workload(EmulatedJob job) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = $"workload-{job.Name}", ["labels"] = new JsonObject { ["kueue.x-k8s.io/job-uid"] = job.Uid } },
        ["spec"] = new JsonObject { ["active"] = job.IsActive },
    };

    private static (int Status, JsonObject Answer) Failure(int status, string message) => (status, new() { ["kind"] = "Status", ["status"] = "Failure", ["message"] = message, ["code"] = status });

    public ValueTask DisposeAsync() => web.DisposeAsync();
}
