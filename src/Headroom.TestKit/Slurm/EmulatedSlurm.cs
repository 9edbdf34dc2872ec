using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Headroom.TestKit.Slurm;

/// <summary>A job of the emulated cluster.</summary>
public sealed class EmulatedSlurmJob(string state)
{
    /// <summary>PENDING, RUNNING, COMPLETED …</summary>
    public string State { get; set; } = state;

    /// <summary>Its processes are stopped by a signal.</summary>
    public bool IsStopped { get; set; }
    public bool IsHeld { get; set; }
    public DateTimeOffset? Started { get; set; }

    /// <summary>Signals that came, in order.</summary>
    public IList<string> Signals { get; } = [];
}

/// <summary>The part of slurmrestd that a hand on jobs uses: its description, and reading, holding and signalling a job, in two versions at once.</summary>
public sealed class EmulatedSlurm : IAsyncDisposable
{
    private readonly Lock door = new();
    private readonly string token;
    private LoopbackWeb web = null!;

    private EmulatedSlurm(string token) => this.token = token;

    /// <param name="token">The only JWT it takes.</param>
    public static async Task<EmulatedSlurm> StartAsync(string token, int port = 0)
    {
        var slurm = new EmulatedSlurm(token);
        slurm.web = await LoopbackWeb.StartAsync(slurm.AnswerAsync, port);
        return slurm;
    }

    public Uri Address => web.Address;
    public Dictionary<string, EmulatedSlurmJob> Jobs { get; } = [];

    /// <summary>Versions it serves; an upgrade changes them.</summary>
    public IReadOnlyList<string> Versions { get; set; } = ["v0.0.9", "v0.0.42", "v0.0.44"];

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        string body = await new StreamReader(request.Body).ReadToEndAsync(context.RequestAborted);
        (int status, JsonObject answer) = request.Headers["X-SLURM-USER-TOKEN"] != token || request.Headers["X-SLURM-USER-NAME"].Count == 0
            ? Error(401, "Authentication failure") : Answer(request.Method, request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries), request.Query["signal"], body);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private (int Status, JsonObject Answer) Answer(string method, string[] path, string? signal, string body)
    {
        if (path is ["openapi", "v3"]) return (200, Description());
        if (path is not ["slurm", var version, "job", var id] || !Versions.Contains(version)) return Error(404, "Unable to find requested URL");
        lock (door)
        {
            if (!Jobs.TryGetValue(id, out EmulatedSlurmJob? job)) return Error(500, "Invalid job id specified");
            return method switch
            {
                "GET" => (200, Shown(id, job)),
                "DELETE" => Signal(job, signal),
                "POST" => Update(job, body),
                _ => Error(405, "Method not allowed"),
            };
        }
    }

    private static (int Status, JsonObject Answer) Signal(EmulatedSlurmJob job, string? signal)
    {
        if (job.State != "RUNNING") return Error(500, "Job/step already completing or completed");
        job.Signals.Add(signal ?? "KILL");
        switch (signal)
        {
            case "STOP": job.IsStopped = true; break;
            case "CONT": job.IsStopped = false; break;
            case null or "KILL": job.State = "CANCELLED"; break;
        }
        return (200, new() { ["errors"] = new JsonArray() });
    }

    private static (int Status, JsonObject Answer) Update(EmulatedSlurmJob job, string body)
    {
        if (job.State != "PENDING") return Error(500, "Job is no longer pending execution");
        try
        {
            if (JsonNode.Parse(body)?["hold"]?.GetValue<bool>() is not { } hold) return Error(500, "Nothing to change");
            job.IsHeld = hold;
            return (200, new() { ["errors"] = new JsonArray() });
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return Error(400, "Unable to parse the body");
        }
    }

    private static JsonObject Shown(string id, EmulatedSlurmJob job)
    {
        var states = new JsonArray(job.State);
        if (job.IsStopped) states.Add("STOPPED");
        return new()
        {
            ["jobs"] = new JsonArray(new JsonObject
            {
                ["job_id"] = long.TryParse(id, out long number) ? number : 0,
                ["job_state"] = states,
                ["hold"] = job.IsHeld,
                ["priority"] = new JsonObject { ["set"] = true, ["infinite"] = false, ["number"] = job.IsHeld ? 0 : 4_294_901_000 },
                ["start_time"] = new JsonObject { ["set"] = job.Started is not null, ["infinite"] = false, ["number"] = job.Started?.ToUnixTimeSeconds() ?? 0 },
            }),
            ["errors"] = new JsonArray(),
        };
    }

    private JsonObject Description()
    {
        var paths = new JsonObject();
        foreach (string version in Versions)
            foreach (string path in (string[])["ping/", "jobs/", "job/{job_id}"]) paths[$"/slurm/{version}/{path}"] = new JsonObject();
        return new() { ["openapi"] = "3.0.3", ["paths"] = paths };
    }

    private static (int Status, JsonObject Answer) Error(int status, string text) =>
        (status, new() { ["errors"] = new JsonArray(new JsonObject { ["description"] = text, ["error_number"] = 1 }) });

    public ValueTask DisposeAsync() => web.DisposeAsync();
}
