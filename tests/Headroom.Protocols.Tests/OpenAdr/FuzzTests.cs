using System.Text;
using Headroom.Protocols.OpenAdr;

namespace Headroom.Protocols.Tests.OpenAdr;

/// <summary>100,000 messages that were damaged on their way: findings, never an exception. The seed is fixed, so a failure comes
/// again.</summary>
public sealed class FuzzTests
{
    private const string Sample = """
        {"id":"7","createdDateTime":"2026-03-01T09:15:00Z","modificationDateTime":"2026-03-01T09:15:00Z","objectType":"EVENT","programID":"3","eventName":"né\ud83d\ude00",
         "duration":"P9999Y","priority":0,"targets":["a","b"],"reportDescriptors":[{"payloadType":"USAGE","startInterval":0,"numIntervals":24,"historical":false,"frequency":1,"repeat":-1}],
         "payloadDescriptors":[{"objectType":"EVENT_PAYLOAD_DESCRIPTOR","payloadType":"PRICE","units":"KWH","currency":"USD"}],
         "intervalPeriod":{"start":"0001-01-01T00:00:00","duration":"PT1H","randomizeStart":"PT5M"},"eventID":"1","clientName":"c","venName":"v","venID":"1","resourceName":"r","programName":"p",
         "intervals":[{"id":0,"payloads":[{"type":"PRICE","values":[0.17,1e308,true,"x",{"x":1.0,"y":-2}]}]},{"id":1,"intervalPeriod":{"duration":"PT2H"},"payloads":[{"type":"IMPORT_CAPACITY_LIMIT","values":[10]}]}],
         "resources":[{"resourceName":"AGGREGATED_REPORT","intervals":[{"id":0,"payloads":[]}]}],"objectOperations":[{"objects":["EVENT"],"operations":["CREATE"],"callbackUrl":"https://x/y"}],
         "operation":"UPDATE","object":{"programID":"1"},"access_token":"t","expires_in":5,"scope":"a b","WEBHOOK":true,"MQTT":{"URIS":["mqtts://x"],"authentication":{"method":"ANONYMOUS"}},
         "topics":{"CREATE":"a","UPDATE":"b","DELETE":"c"},"status":409,"title":"t","tokenURL":"https://x"}
        """;

    [Fact]
    public void No_damaged_message_throws()
    {
        byte[] sample = Encoding.UTF8.GetBytes(Sample);
        byte[] spice = "\"\\{}[],:0123456789.eE-+TZPYMWDHS\0\u00ff nulltrue\\ud800"u8.ToArray();
        Random chance = new(7);
        int read = 0;
        for (int i = 0; i < 100_000; i++)
        {
            byte[] damaged = Damaged(sample, spice, chance);
            if (i % 10 == 0) damaged = [(byte)'[', .. damaged, (byte)']'];
            read += Everything(damaged, i);
        }
        // a fuzz in which nothing survives tests nothing
        Assert.InRange(read, 1000, 100_000);
    }

    private static int Everything(byte[] bytes, int i)
    {
        switch (i % 10)
        {
            case 0:
                _ = AdrReader.Events(bytes);
                _ = AdrReader.Reports(bytes);
                return 0;
            case 1: return AdrReader.Report(bytes).IsGood ? 1 : 0;
            case 2: return AdrReader.Notification(bytes).IsGood ? 1 : 0;
            case 3: return AdrReader.Subscription(bytes).IsGood ? 1 : 0;
            case 4: return AdrReader.Ven(bytes).IsGood | AdrReader.Resource(bytes).IsGood ? 1 : 0;
            case 5: return AdrReader.Token(bytes).IsGood | AdrReader.Notifiers(bytes).IsGood | AdrReader.Topics(bytes).IsGood ? 1 : 0;
            case 6: return AdrReader.Problem(bytes) is null ? 0 : 1;
            case 7: return AdrReader.Program(bytes).IsGood ? 1 : 0;
        }
        _ = RequestCheck.Of((AdrKind)(i / 10 % 6), bytes);
        if (AdrReader.Event(bytes).Value is not { } one) return 0;
        DateTimeOffset now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
        KnownEvent known = new(one, now);
        foreach (string type in one.Intervals.SelectMany(interval => interval.Payloads.Select(payload => payload.Type)).Distinct())
        {
            _ = Timeline.OfPower([known], EventTypes.Canonical(type), now, now.AddDays(2), 1, []);
            _ = Timeline.OfNumbers([known], EventTypes.Canonical(type), now, now.AddDays(2), null);
        }
        foreach (AdrReportDescriptor descriptor in one.ReportDescriptors) _ = ReportTimes.Latest(one, descriptor, now, now.AddHours(5));
        _ = AdrWriter.Object(one);
        return 1;
    }

    private static byte[] Damaged(byte[] sample, byte[] spice, Random chance)
    {
        List<byte> bytes = [.. sample];
        for (int k = chance.Next(1, 4); k > 0; k--)
        {
            int at = chance.Next(bytes.Count);
            switch (chance.Next(5))
            {
                case 0: bytes[at] = (byte)chance.Next(256); break;
                case 1: bytes[at] = spice[chance.Next(spice.Length)]; break;
                case 2: bytes.Insert(at, spice[chance.Next(spice.Length)]); break;
                case 3: bytes.RemoveAt(at); break;
                default: bytes.RemoveRange(at, Math.Min(bytes.Count - at, chance.Next(1, 12))); break;
            }
        }
        return [.. bytes];
    }
}
