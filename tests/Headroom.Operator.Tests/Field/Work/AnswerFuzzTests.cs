using System.Text;
using System.Text.Json;
using CsCheck;
using Headroom.Operator.Field;
using Headroom.Operator.Field.Work;

namespace Headroom.Operator.Tests.Field.Work;

/// <summary>Whatever schedulers answer is a value: broken bytes, and documents whose parts have other kinds than they should.</summary>
public class AnswerFuzzTests
{
    private static Gen<string> Any(params string[] texts) => Gen.Int[0, texts.Length - 1].Select(k => texts[k]);
    private static readonly Gen<string> leaf = Any("null", "true", "0", "-1", "1e99", "99999999999999999", "\"\"", "\"RUNNING\"", "\"2026-01-01T00:00:00Z\"", "\"\\ud800\"", "[]", "{}", "[1]", "[\"PENDING\"]");
    private static readonly Gen<string> key = Any("jobs", "job_state", "priority", "start_time", "set", "number", "hold", "errors", "paths", "/slurm/v0.0.44/job/{job_id}", "metadata", "uid", "spec",
        "suspend", "status", "active", "startTime", "conditions", "type", "labels", "annotations", "\\udfff", "kueue.x-k8s.io/queue-name", "headroom.dev/checkpoint-saved");

    private static Gen<string> Node(int depth) => depth == 0 ? leaf : Gen.Frequency((1, leaf),
        (2, Gen.Select(key, Node(depth - 1)).Array[0, 4].Select(pairs => $"{{{string.Join(",", pairs.DistinctBy(pair => pair.Item1).Select(pair => $"\"{pair.Item1}\":{pair.Item2}"))}}}")),
        (1, Node(depth - 1).Array[0, 3].Select(items => $"[{string.Join(",", items)}]")));

    private static readonly Gen<byte[]> anyBody = Gen.Frequency((1, Gen.Byte.Array[0, 50]), (6, Node(4).Select(Encoding.UTF8.GetBytes)));

    [Fact]
    public void Whatever_a_scheduler_answers_is_a_value() => anyBody.Sample(body =>
    {
        using JsonDocument? document = BoundedJson.Parse(body);
        if (document is null) return;
        Assert.True(SlurmJob.Read(document.RootElement) is not { } job || Enum.IsDefined(job.Phase));
        Assert.True(KubernetesJob.Read(document.RootElement) is not { } run || Enum.IsDefined(run.Phase(true)));
        Assert.True(SlurmHand.Newest(document.RootElement) is not { } version || version[0] == 'v');
    }, iter: 100_000);
}
