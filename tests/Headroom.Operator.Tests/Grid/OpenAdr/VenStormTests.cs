using Headroom.Operator.Grid.OpenAdr;
using Headroom.Protocols.OpenAdr;
using Headroom.Quantities;
using Headroom.TestKit.OpenAdr;

namespace Headroom.Operator.Tests.Grid.OpenAdr;

/// <summary>A VTN that misbehaves in every way at once, events that come and go, a process that ends now and then: whenever the VTN
/// answers, the ceilings are right again.</summary>
public sealed class VenStormTests
{
    private static readonly Action<VtnMischief, bool>[] lasting =
    [
        (one, on) => one.WritesTimesWithoutZone = on, (one, on) => one.WritesNullsAndUnknownKeys = on, (one, on) => one.LeavesLifetimeOut =
            on, (one, on) => one.WritesScopeAsList = on,
        (one, on) => one.RefusesWithForbidden = on, (one, on) => one.WritesProblemStatusAsText = on, (one, on) => one.WritesProblemJson =
            on, (one, on) => one.DropsProgramDescriptors = on,
        (one, on) => one.RefusesNotifiers = on, (one, on) => one.TurnsOrderRound = on, (one, on) => one.ClockSkew = on
            ? TimeSpan.FromMinutes(-90) : TimeSpan.Zero,
    ];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task The_ceilings_are_right_whenever_the_VTN_answers(int seed)
    {
        await using VenRig rig = await VenRig.StartAsync();
        Random chance = new(seed);
        for (int step = 0; step < 120; step++)
        {
            Happen(rig, chance);
            if (chance.Next(25) == 0) await rig.RestartAsync();
            rig.Clock.Move(TimeSpan.FromSeconds(chance.Next(20, 300)));
            await rig.PollAsync();
            if (step % 6 != 5) continue;
            (rig.Vtn.Mischief.Fails, rig.Vtn.Mischief.Drops, rig.Vtn.Mischief.FailsAfterStoring) = (0, 0, 0);
            for (int i = 0; i < 2; i++)
            {
                // longer than the back-off after a token that was refused
                rig.Clock.Move(TimeSpan.FromSeconds(130));
                await rig.PollAsync();
            }
            Compare(rig, seed, step);
        }
        Assert.DoesNotContain(rig.Desk.Receipts, receipt => receipt.Contradicts
            || receipt.Outcome == Headroom.Control.LimitOutcome.Refused);
    }

    private static void Happen(VenRig rig, Random chance)
    {
        IReadOnlyList<AdrEvent> events = rig.Vtn.All<AdrEvent>();
        AdrEvent? any = events.Count > 0 ? events[chance.Next(events.Count)] : null;
        AdrEvent fresh = rig.Event(chance.Next(4) == 0 ? "CAPACITY_SUBSCRIPTION" : EventTypes.ImportLimit, chance.Next(-60, 300),
            chance.Next(5, 90), chance.Next(1000, 150_000), chance.Next(1000, 150_000)) with
        {
            Priority = chance.Next(3) == 0 ? null : chance.Next(3),
        };
        fresh = fresh with { Period = fresh.Period! with { RandomizeStart = AdrDuration.Of(TimeSpan.FromMinutes(chance.Next(10))) } };
        switch (chance.Next(10))
        {
            case <= 3: rig.Vtn.Add(fresh); break;
            case 4 when any is not null: rig.Vtn.Change(fresh with { Id = any.Id }); break;
            case 5 when any is not null: rig.Vtn.Remove(any); break;
            case 6: rig.Vtn.ForgetTokens(); break;
            case 7: lasting[chance.Next(lasting.Length)](rig.Vtn.Mischief, chance.Next(2) == 0); break;
            case 8: (rig.Vtn.Mischief.Fails, rig.Vtn.Mischief.Drops) = (chance.Next(4), chance.Next(4)); break;
            case 9 when chance.Next(4) == 0:
                rig.Vtn.LoseEverything();
                rig.AddProgram();
                break;
        }
    }

    private static void Compare(VenRig rig, int seed, int step)
    {
        VenSchedule schedule = new() { Programs = rig.Vtn.All<AdrProgram>() };
        DateTimeOffset now = rig.Clock.GetUtcNow();
        schedule.Take(rig.Vtn.All<AdrEvent>(), [], isWhole: true, now);
        IReadOnlyList<WantedLimit> wanted = WantedLimits.Of(schedule, rig.Setting, new HashSet<string>(), 50.Megawatts, now, []);
        for (int minutes = 0; minutes < 600; minutes += 7)
        {
            DateTimeOffset at = now.AddMinutes(minutes);
            double least = wanted.Where(one => one.From <= at && (one.To is not { } to || at < to)).Min(one => one.Kilowatts);
            Assert.True(Math.Abs(rig.Desk.CeilingMegawatts(minutes) - Math.Min(least / 1000, 200)) < 1e-5,
                $"seed {seed}, step {step}, {minutes} min: {rig.Desk.CeilingMegawatts(minutes)} MW, not {least / 1000}\n{rig.Desk.Told[^Math.Min(3000, rig.Desk.Told.Length)..]}");
        }
    }
}
