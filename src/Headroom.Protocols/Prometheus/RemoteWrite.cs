using System.Text;

namespace Headroom.Protocols.Prometheus;

/// <summary>What a remote write carried; samples are those that could be read before the fault, if there is one.</summary>
public sealed record RemoteWriteReading(IReadOnlyList<MetricSample> Samples, Malformed? Fault);

/// <summary>Reads Prometheus remote write 1.0: a Snappy block around a protobuf <c>WriteRequest</c>.</summary>
/// <remarks>
///   WriteRequest.timeseries = 1; TimeSeries.labels = 1, samples = 2; Label.name = 1, value = 2; Sample.value = 1 (double), timestamp = 2 (ms).
///   Exemplars, histograms and metadata are passed over.
///   Source   prometheus.io, "Prometheus Remote-Write 1.0 specification".
/// </remarks>
public static class RemoteWrite
{
    public const int BytesMost = 64 << 20;

    public static RemoteWriteReading Read(ReadOnlySpan<byte> body)
    {
        var samples = new List<MetricSample>();
        if (Snappy.Unpack(body, BytesMost) is not { } message) return new(samples, new("", $"no Snappy block of at most {BytesMost} bytes"));
        var request = new ProtoReader(message);
        while (request.Next())
            if (request.Field == 1 && Series(request.Bytes, samples) is { } fault) return new(samples, fault);
        return new(samples, request.IsMalformed ? new("", "no protobuf") : null);
    }

    private static Malformed? Series(ReadOnlySpan<byte> message, List<MetricSample> samples)
    {
        var labels = new List<KeyValuePair<string, string>>();
        var values = new List<(double Value, long At)>();
        string name = "";
        var series = new ProtoReader(message);
        while (series.Next())
        {
            var inner = new ProtoReader(series.Bytes);
            if (series.Field == 1)
            {
                (string key, string value) = ("", "");
                while (inner.Next())
                    if (inner.Field == 1) key = Encoding.UTF8.GetString(inner.Bytes);
                    else if (inner.Field == 2) value = Encoding.UTF8.GetString(inner.Bytes);
                if (key == "__name__") name = value;
                else if (labels.Count < ExpositionReader.LabelsMost) labels.Add(new(key, value));
                else return new("", $"more than {ExpositionReader.LabelsMost} labels");
            }
            else if (series.Field == 2)
            {
                (double value, long at) = (0, 0);
                while (inner.Next())
                    if (inner.Field == 1) value = inner.Double;
                    else if (inner.Field == 2) at = (long)inner.Number;
                values.Add((value, at));
            }
            if (inner.IsMalformed) return new("", "no protobuf");
        }
        if (series.IsMalformed) return new("", "no protobuf");
        if (name.Length == 0) return new("", "a series without a name");
        if (samples.Count + values.Count > ExpositionReader.SamplesMost) return new("", $"more than {ExpositionReader.SamplesMost} samples");
        var shared = MetricLabels.Of(labels);
        foreach ((double value, long at) in values) samples.Add(new(name, shared, value, at));
        return null;
    }
}
