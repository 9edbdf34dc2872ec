using Headroom.Protocols.DsxBms;
using Headroom.Protocols.DsxFlex;
using Headroom.Protocols.Jose;
using Headroom.Protocols.Tests.Schemas;

namespace Headroom.Protocols.Tests.DsxFlex;

/// <summary>Bytes of whoever reaches the broker: a finding, never an exception.</summary>
public class FlexFuzz
{
    const int rounds = 100_000;

    [Fact]
    public void A_hundred_thousand_mutations_never_throw()
    {
        using JwsKey key = JwsKey.Make("k1");
        byte[] signed = Said.Signed(Said.Target(60, Said.Noon, Said.Noon.AddHours(1), ["main-a"]), key, Said.Noon, issued: Said.Noon,
            messageId: "m");
        byte[] plain = Said.Envelope(FlexKind.LoadTargetSet, new(FlexRole.Isv, "acme"), Said.Noon,
            plain: Said.Target(60, null, null, ["é\\u0000"]).Write()).Write();
        FlexDoorSetting setting = new() { Key = (_, _) => key, TakesUnsigned = true };
        byte[] status = new PowerStateStatus(Said.Noon, new Dictionary<string,
            FlexFeedState>
        { ["a"] = new(default) { CalculatedLoad = default } }).Write();
        byte[] metadata = new BmsMetadata("CDU", "LiquidTemperature")
        {
            Unit = "C",
            ProcessArea = ["Supply"],
            States = [new(1, "On")]
        }.Write();
        byte[] value = new BmsValue(22.5, Said.Noon, 1).Write();
        var mutate = new Mutations(2026);
        int taken = 0;
        for (int k = 0; k < rounds; k++)
        {
            byte[] message = mutate.Of(k % 2 == 0 ? signed : plain);
            if (FlexDoor.Enter(FlexTopic.Of(FlexKind.LoadTargetSet, "acme"), message, Said.Noon, setting, new()) is FlexEntry.Taken entry)
            {
                taken++;
                LoadTargetSet.Read(entry.Payload, out _);
            }
            switch (k % 4)
            {
                case 0: PowerStateStatus.Read(mutate.Of(status), out _); break;
                case 1: BmsMetadata.Read(mutate.Of(metadata), out _); break;
                case 2: BmsValue.Read(mutate.Of(value), out _); break;
                default: BmsTopic.Read(System.Text.Encoding.Latin1.GetString(mutate.Of("BMS/v1/PUB/Value/CDU/LiquidTemperature/site/row"u8.ToArray()))); break;
            }
        }
        Assert.InRange(taken, 1, rounds - 1);
    }
}
