using System.Text;
using System.Text.Json.Nodes;
using Headroom.Operator.Grid.DsxFlex;
using Headroom.Protocols.DsxFlex;
using Headroom.Quantities;
using Headroom.TestKit.DsxFlex;

namespace Headroom.Operator.Tests.DsxFlex;

public class FlexAgentTests
{
    [Fact]
    public async Task A_signed_target_becomes_the_ceiling_and_is_told_back_signed()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        string correlation = await acme.SetAsync(FlexScene.Target(70, tags: ["site"]));
        await scene.CeilingIsAsync(null, 70);
        await Eventually.HoldsAsync(() => acme.States.Any(one => one.Envelope.CorrelationId == correlation), () =>
            $"no state; {string.Join("; ", acme.Refused)}");
        (FlexEnvelope envelope, PowerStateStatus status) = acme.States.First(one => one.Envelope.CorrelationId == correlation);
        FlexFeedState feed = status.Feeds["site"];
        Assert.NotNull(envelope.Jws);
        Assert.Equal(FlexFeedEvent.TargetSet, feed.Event);
        Assert.Equal(FlexFeedEvent.Periodic, status.Feeds["a"].Event);
        Assert.Equal((true, 70, correlation), (feed.Targets.Single().IsActive, feed.Targets.Single().Constraint.Megawatts,
            feed.Targets.Single().CorrelationId));
        Assert.Equal(50, feed.CalculatedLoad.Megawatts);
        Assert.True(feed.IsCompliant);
    }

    [Fact]
    public async Task At10_newest_wins_null_goes_back_to_the_default_and_an_absent_end_stays_open()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        await scene.CeilingIsAsync(null, 90);
        await acme.SetAsync(FlexScene.Target(60, tags: ["site"]));
        await scene.CeilingIsAsync(null, 60);
        await scene.CeilingIsAsync(null, 60, hours: 23);
        DateTimeOffset now = scene.Time.GetUtcNow();
        await acme.SetAsync(FlexScene.Target(80, now.AddHours(1), now.AddHours(2), ["site"]));
        await scene.CeilingIsAsync(null, 80, hours: 1.5);
        Assert.Equal(60, scene.Ceiling(null, 0.5));
        Assert.Equal(60, scene.Ceiling(null, 2.5));
        await acme.SetAsync(FlexScene.Target(null, tags: ["site"]));
        await scene.CeilingIsAsync(null, 90);
        await scene.CeilingIsAsync(null, 90, hours: 1.5);
    }

    [Fact]
    public async Task At10_nothing_and_unsigned_are_refused_unless_the_site_says_otherwise()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        await acme.SetAsync(FlexScene.Target(0, tags: ["site"]));
        await scene.NotedAsync("demand of nothing");
        FlexEnvelope envelope = FlexEnvelope.Read(acme.Message(FlexScene.Target(30)).Message, out _)!;
        await acme.PublishAsync((envelope with { Jws = null, Plain = FlexScene.Target(30).Write() }).Write());
        await scene.NotedAsync("not signed");
        Assert.Equal(90, scene.Ceiling(null));

        await using FlexScene lenient = await FlexScene.StartAsync(one => one with { TakesZero = true });
        FlexIsv other = await lenient.IsvAsync("acme");
        await other.SetAsync(FlexScene.Target(0, tags: ["site"]));
        await lenient.CeilingIsAsync(null, 0);
    }

    [Fact]
    public async Task Over_several_parties_the_least_counts_and_each_gives_up_only_its_own()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme"), other = await scene.IsvAsync("other");
        await acme.SetAsync(FlexScene.Target(60, tags: ["site"]));
        await other.SetAsync(FlexScene.Target(40, tags: ["site"]));
        await scene.CeilingIsAsync(null, 40);
        await acme.SetAsync(FlexScene.Target(null));
        await Eventually.HoldsAsync(() => scene.Desk.Receipts.Any(one => one.Message.Kind == Headroom.Control.LimitMessageKind.Cancel
            && one.Message.Source.Id == "dsx-flex/acme"), () => "no cancellation");
        Assert.Equal(40, scene.Ceiling(null));
        await other.SetAsync(FlexScene.Target(null));
        await scene.CeilingIsAsync(null, 90);
    }

    [Fact]
    public async Task Feeds_get_the_constraint_each_and_unknown_ones_are_named()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        await acme.SetAsync(FlexScene.Target(45, tags: ["a", "nowhere"]));
        await scene.CeilingIsAsync("main-a", 45);
        Assert.Equal(90, scene.Ceiling(null));
        await scene.NotedAsync("no feed \"nowhere\"");
    }

    [Fact]
    public async Task Many_unknown_feeds_of_a_message_are_one_note_with_a_few_of_them()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        int names = 0;
        LoadTarget[] targets = [.. Enumerable.Range(0, 200).Select(_ =>
            new LoadTarget { Constraint = 45.Megawatts, Tags = ["a", .. Enumerable.Range(0, 50).Select(_ => $"n{names++}")] })];
        await acme.SetAsync(new(targets));
        await scene.CeilingIsAsync("main-a", 45);
        await scene.NotedAsync("no feeds \"n0\", \"n1\", \"n2\", \"n3\", \"n4\" and 9995 more here");
        await acme.SetAsync(FlexScene.Target(50, tags: ["a"]));
        await scene.CeilingIsAsync("main-a", 50);
        Assert.Single(scene.Desk.Noted, one => one.What.StartsWith("refused", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(double.PositiveInfinity), InlineData(double.NaN)]
    public async Task A_load_that_is_no_number_is_as_if_no_meter_answered(double watts)
    {
        await using FlexScene scene = await FlexScene.StartAsync(setting => setting with { Period = TimeSpan.Zero });
        FlexIsv acme = await scene.IsvAsync("acme");
        (scene.Desk.Import, scene.Desk.Flows) = (Power.FromSi(watts), [Power.FromSi(watts), Power.FromSi(watts)]);
        scene.Desk.Beat();
        await acme.SetAsync(FlexScene.Target(45, tags: ["a"]));
        await scene.CeilingIsAsync("main-a", 45);
        scene.Desk.Beat();
        await acme.SetAsync(FlexScene.Target(40, tags: ["a"]));
        await scene.CeilingIsAsync("main-a", 40);
        Assert.False(scene.Running.IsCompleted);
    }

    [Fact]
    public void A_refusal_that_is_not_written_down_is_not_hashed()
    {
        RefusalRate rate = new();
        using LookedAt body = new();
        ReadOnlyMemory<byte> memory = body.Memory;
        for (int k = 0; k < 1_000; k++) rate.NoteOf(DateTimeOffset.UnixEpoch, "c", "p", "refused", memory);
        int looks = body.Looks;
        for (int k = 0; k < 1_000; k++) Assert.Null(rate.NoteOf(DateTimeOffset.UnixEpoch, "c", "p", "refused", memory));
        Assert.Equal(looks, body.Looks);
        Assert.NotNull(rate.NoteOf(DateTimeOffset.UnixEpoch.AddMinutes(1), "c", "p", "refused", memory));
        Assert.True(body.Looks > looks);
    }

    /// <summary>Bytes that count how often they are looked at.</summary>
    private sealed class LookedAt : System.Buffers.MemoryManager<byte>
    {
        private readonly byte[] bytes = new byte[1_000];

        public int Looks { get; private set; }

        public override Span<byte> GetSpan()
        {
            Looks++;
            return bytes;
        }

        public override System.Buffers.MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();
        public override void Unpin() => throw new NotSupportedException();
        protected override void Dispose(bool disposing)
        {
            // nothing is held
        }
    }

    [Fact]
    public async Task Best_effort_is_asked_for_and_moves_no_firm_ceiling()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        await acme.SetAsync(FlexScene.Target(40, tags: ["site"], bestEffort: true));
        await Eventually.HoldsAsync(() => scene.Desk.Ceiling(null, scene.Time.GetUtcNow()).Asked.Megawatts == 40, () => "not asked for");
        // what is only asked for does not lift the default either
        Assert.Equal(90, scene.Ceiling(null));
    }

    [Fact]
    public async Task Retained_and_replayed_commands_are_never_acted_on_and_repeated_ones_change_nothing()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        byte[] message = acme.Message(FlexScene.Target(60, tags: ["site"])).Message;
        await acme.PublishAsync(message);
        await scene.CeilingIsAsync(null, 60);
        int receipts = scene.Desk.Receipts.Count;
        await acme.PublishAsync(message);
        JsonNode replay = JsonNode.Parse(message)!;
        replay["id"] = Guid.NewGuid().ToString();
        await acme.PublishAsync(Encoding.UTF8.GetBytes(replay.ToJsonString()));
        await scene.NotedAsync("in another message");
        Assert.Equal(receipts, scene.Desk.Receipts.Count);

        await acme.PublishAsync(acme.Message(FlexScene.Target(5)).Message, isRetained: true);
        await using FlexScene late = await FlexScene.StartAsync(port: scene.Port);
        await late.NotedAsync("retained");
        Assert.Equal(90, late.Ceiling(null));
    }

    [Fact]
    public async Task A_message_that_could_not_be_carried_out_counts_as_new_when_it_comes_again()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        byte[] message = acme.Message(FlexScene.Target(60, tags: ["site"])).Message;
        scene.Desk.IsGone = true;
        await acme.PublishAsync(message);
        await Assert.ThrowsAsync<OperatorGone>(() => scene.Running.WaitAsync(FlexScene.Patience));
        scene.Desk.IsGone = false;
        await scene.StopAgentAsync();
        await scene.RunAgentAsync();
        await acme.PublishAsync(message);
        await scene.CeilingIsAsync(null, 60);
    }

    [Fact]
    public async Task An_agent_that_may_not_act_says_nothing_and_leaves_the_bus_with_the_first_target_that_it_cannot_hand_on()
    {
        await using FlexScene scene = await FlexScene.StartAsync(one => one with { Period = TimeSpan.Zero });
        FlexIsv acme = await scene.IsvAsync("acme");
        scene.Desk.Beat();
        await Eventually.HoldsAsync(() => !acme.States.IsEmpty, () => "no state of who acts");
        scene.Desk.IsGone = true;
        // the agent handles one thing after the other: once this is refused, what went before is said
        await acme.PublishAsync(Encoding.UTF8.GetBytes("{}"));
        await scene.NotedAsync("refused: lacks");
        int noted = scene.Desk.Noted.Count(one => one.IsSent);
        for (int k = 0; k < 3; k++) scene.Desk.Beat();
        await acme.SetAsync(FlexScene.Target(60, tags: ["site"]));
        await Assert.ThrowsAsync<OperatorGone>(() => scene.Running.WaitAsync(FlexScene.Patience));
        Assert.False(scene.Agent.IsConnected);
        Assert.Equal(noted, scene.Desk.Noted.Count(one => one.IsSent));
        Assert.Equal(90, scene.Ceiling(null));
    }

    [Fact]
    public async Task A_restarted_agent_goes_on_with_what_the_controller_holds()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        await acme.SetAsync(FlexScene.Target(60, tags: ["site"]));
        await scene.CeilingIsAsync(null, 60);
        await scene.StopAgentAsync();
        int receipts = scene.Desk.Receipts.Count;
        await scene.RunAgentAsync();
        Assert.Equal(receipts, scene.Desk.Receipts.Count);
        await acme.SetAsync(FlexScene.Target(85, tags: ["site"]));
        await scene.CeilingIsAsync(null, 85);
    }

    [Fact]
    public async Task A_party_that_names_targets_without_end_fills_no_memory()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        DateTimeOffset now = scene.Time.GetUtcNow();
        await acme.SetAsync(new([.. Enumerable.Range(1, 900).Select(k => FlexScene.Target(60, now.AddHours(2 * k),
            now.AddHours(2 * k + 1), ["site"]).Targets[0])]));
        await scene.NotedAsync("more than 500 targets");
        await acme.SetAsync(FlexScene.Target(65, tags: ["site"]));
        await scene.CeilingIsAsync(null, 65);
    }

    [Fact]
    public async Task A_target_is_a_ceiling_well_within_a_second()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        List<double> milliseconds = [];
        for (int k = 0; k < 200; k++)
        {
            int receipts = scene.Desk.Receipts.Count(one => one.Message.Source.Id == "dsx-flex/acme"
                && one.Outcome == Headroom.Control.LimitOutcome.Accepted);
            long from = System.Diagnostics.Stopwatch.GetTimestamp();
            await acme.SetAsync(FlexScene.Target(40 + k % 40, tags: ["site"]));
            await Eventually.HoldsAsync(() => scene.Desk.Receipts.Count(one => one.Message.Source.Id == "dsx-flex/acme"
                && one.Outcome == Headroom.Control.LimitOutcome.Accepted) > receipts, () => "no receipt");
            milliseconds.Add(System.Diagnostics.Stopwatch.GetElapsedTime(from).TotalMilliseconds);
        }
        milliseconds.Sort();
        TestContext.Current.TestOutputHelper?.WriteLine($"signed target to durable receipt over a loopback broker: median {milliseconds[100]:0.0} ms, 99th percentile {milliseconds[198]:0.0} ms");
        Assert.True(milliseconds[198] < 1000, $"{milliseconds[198]} ms");
    }

    [Fact]
    public void No_agent_may_be_set_to_cut_feeds_or_trip_breakers()
    {
        FlexAgentSetting setting = new()
        {
            Name = "x",
            Feeds = new Dictionary<string, FlexFeedSetting> { ["a"] = new(null, default, default, default) },
            SigningKey = Headroom.Protocols.Jose.JwsKey.Make("k"),
            Key = (_, _) => null,
        };
        Assert.Same(setting, setting.Checked());
        Assert.Throws<ArgumentException>(() => (setting with { Actions = [InfrastructureAction.TripBreakers] }).Checked());
        Assert.Throws<ArgumentException>(() => (setting with { Actions = [InfrastructureAction.CutDataFeeds] }).Checked());
    }

    /// <summary>One target an hour from now on.</summary>
    private static LoadTargetSet Hours(DateTimeOffset from, params ReadOnlySpan<double> megawatts)
    {
        List<LoadTarget> targets = [];
        foreach (double one in megawatts)
            targets.AddRange(FlexScene.Target(one, from.AddHours(targets.Count), from.AddHours(targets.Count + 1), ["site"]).Targets);
        return new(targets);
    }

    [Fact]
    public async Task A_replacement_that_the_book_has_no_room_for_takes_nothing_away()
    {
        await using FlexScene scene = await FlexScene.StartAsync(namesMost: 2);
        FlexIsv acme = await scene.IsvAsync("acme");
        DateTimeOffset now = scene.Time.GetUtcNow();
        await acme.SetAsync(Hours(now, 60, 50));
        await scene.CeilingIsAsync(null, 50, hours: 1.5);
        await acme.SetAsync(Hours(now, 70, 55));
        await scene.NotedAsync("refused: site");
        Assert.Equal((60, 50), (scene.Ceiling(null, 0.5), scene.Ceiling(null, 1.5)));
        // and it is taken back as if it had never been tried
        await acme.SetAsync(FlexScene.Target(null, tags: ["site"]));
        await scene.CeilingIsAsync(null, 90, hours: 0.5);
        await scene.CeilingIsAsync(null, 90, hours: 1.5);
    }

    [Fact]
    public async Task A_replacement_that_fits_only_once_old_ones_went_is_taken_piece_by_piece()
    {
        await using FlexScene scene = await FlexScene.StartAsync(namesMost: 4);
        FlexIsv acme = await scene.IsvAsync("acme");
        DateTimeOffset now = scene.Time.GetUtcNow();
        await acme.SetAsync(Hours(now, 60, 50, 40));
        await scene.CeilingIsAsync(null, 40, hours: 2.5);
        await acme.SetAsync(Hours(now, 70, 65, 55));
        await scene.CeilingIsAsync(null, 70, hours: 0.5);
        await scene.CeilingIsAsync(null, 65, hours: 1.5);
        await scene.CeilingIsAsync(null, 55, hours: 2.5);
        Assert.DoesNotContain(scene.Desk.Noted, one => one.What.StartsWith("refused", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Of_a_refused_message_a_hash_and_its_first_bytes_are_written_down_and_of_one_that_is_too_long_nothing()
    {
        await using FlexScene scene = await FlexScene.StartAsync();
        FlexIsv acme = await scene.IsvAsync("acme");
        byte[] nonsense = Encoding.UTF8.GetBytes(new string('x', 10_000));
        await acme.PublishAsync(nonsense);
        await scene.NotedAsync(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(nonsense)));
        Assert.Equal(nonsense[..200], Assert.Single(scene.Desk.Noted, one => one.What.Contains("10000 bytes", StringComparison.Ordinal)).Body.ToArray());
        await acme.PublishAsync(new byte[FlexEnvelope.BytesMost + 1]);
        await scene.NotedAsync("are read at most");
        Assert.Equal(0, scene.Desk.Noted.Last().Body.Length);
        await acme.SetAsync(FlexScene.Target(70, tags: ["site"]));
        await scene.CeilingIsAsync(null, 70);
    }
}
