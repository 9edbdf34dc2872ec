using System.Text;
using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Operator.Store;
using Headroom.Operator.Tests.Beat;
using Headroom.Quantities;
using Headroom.TestKit;

namespace Headroom.Operator.Tests.Journal;

public sealed class ReplayTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("headroom-replay-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private async Task<List<JournalEntry>> JournalAsync(Func<RunningSite, Task> run)
    {
        var time = new ManualTime(RunningSite.Noon);
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(Path.Combine(folder, "j.db")), time);
        await using (RunningSite site = RunningSite.Start(store, time)) await run(site);
        List<JournalEntry> entries = [];
        await foreach (JournalEntry one in store.ReadAsync(1, default)) entries.Add(one);
        return entries;
    }

    /// <summary>The same entries with one body changed and every hash after it made anew: a forger with all the time in the world.</summary>
    private static List<JournalEntry> Forged(List<JournalEntry> entries, int at, string from, string to)
    {
        List<JournalEntry> forged = [];
        JournalHead head = JournalHead.Empty;
        for (int k = 0; k < entries.Count; k++)
        {
            byte[] body = entries[k].Body.ToArray();
            if (k == at)
            {
                string text = Encoding.UTF8.GetString(body);
                Assert.Contains(from, text, StringComparison.Ordinal);
                body = Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal));
            }
            byte[] hash = HashChain.Next(head, entries[k].At, entries[k].Kind, body);
            forged.Add(entries[k] with { Body = body, Hash = hash });
            head = new(entries[k].Sequence, hash);
        }
        return forged;
    }

    [Fact]
    public async Task An_order_that_was_never_given_is_found_even_where_the_chain_is_made_anew()
    {
        List<JournalEntry> entries = await JournalAsync(site => site.BeatsAsync(6));
        int beat = entries.FindLastIndex(one => one.Kind == JournalKinds.Beat);
        ReplayAnswer honest = await JournalReplay.RunAsync(entries.ToAsyncEnumerable(), null, default);
        Assert.True(honest.Holds, honest.Fault);
        ReplayAnswer forged = await JournalReplay.RunAsync(Forged(entries, beat, "\"slowFraction\":[1,1]", "\"slowFraction\":[0.9,1]").ToAsyncEnumerable(), null, default);
        Assert.Null(forged.Fault);
        Assert.Equal(1, forged.Different);
    }

    [Fact]
    public async Task A_receipt_that_was_never_given_is_found()
    {
        List<JournalEntry> entries = await JournalAsync(async site =>
        {
            await site.BeatsAsync(2);
            await site.Service.ReceiveAsync(RunningSite.Limit("cut", 9.Megawatts, site.Service.Clock.Now, TimeSpan.FromHours(1)), new("test", "grid", "limit", default), default);
        });
        int receipt = entries.FindIndex(one => one.Kind == JournalKinds.Receipt);
        ReplayAnswer forged = await JournalReplay.RunAsync(Forged(entries, receipt, "Accepted", "Refused").ToAsyncEnumerable(), null, default);
        Assert.Equal(1, forged.Different);
    }

    /// <summary>The same without one entry, numbered and chained anew.</summary>
    private static List<JournalEntry> Without(List<JournalEntry> entries, int at) => Forged([.. entries.Where((_, k) => k != at).Select((one, k) => one with { Sequence = k + 1 })], -1, "", "");

    [Theory]
    [InlineData(2)]
    [InlineData(0)]
    public async Task A_receipt_that_was_cut_out_is_found_even_at_the_end(int beatsAfter)
    {
        List<JournalEntry> entries = await JournalAsync(async site =>
        {
            await site.BeatsAsync(2);
            await site.Service.ReceiveAsync(RunningSite.Limit("cut", 9.Megawatts, site.Service.Clock.Now, TimeSpan.FromHours(1)), new("test", "grid", "limit", default), default);
            await site.BeatsAsync(2);
        });
        int receipt = entries.FindIndex(one => one.Kind == JournalKinds.Receipt);
        List<JournalEntry> cut = Without(entries, receipt);
        if (beatsAfter == 0) cut = cut[..receipt];
        ReplayAnswer forged = await JournalReplay.RunAsync(cut.ToAsyncEnumerable(), null, default);
        Assert.Null(forged.Fault);
        Assert.Equal($"entry {receipt}: no receipt follows, and the answer was Accepted", Assert.Single(forged.Differences));
    }

    [Fact]
    public async Task A_beat_without_readings_is_a_fault_that_names_it()
    {
        List<JournalEntry> entries = await JournalAsync(site => site.BeatsAsync(3));
        int beat = entries.FindLastIndex(one => one.Kind == JournalKinds.Beat);
        ReplayAnswer forged = await JournalReplay.RunAsync(Forged(entries, beat, "\"seen\"", "\"saw\"").ToAsyncEnumerable(), null, default);
        Assert.StartsWith($"entry {entries[beat].Sequence} cannot be read", forged.Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("body = x'ffff', packed = 1")]
    [InlineData("body = 'words'")]
    [InlineData("at = -5")]
    public async Task An_entry_that_cannot_even_be_unpacked_is_a_fault_that_names_it(string change)
    {
        await JournalAsync(site => site.BeatsAsync(5));
        string path = Path.Combine(folder, "j.db");
        await using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={path};Pooling=false"))
        {
            await connection.OpenAsync();
            await using Microsoft.Data.Sqlite.SqliteCommand alter = connection.CreateCommand();
            alter.CommandText = $"update journal set {change} where sequence = 4";
            Assert.Equal(1, await alter.ExecuteNonQueryAsync());
        }
        await using SqlStore store = await SqlStore.OpenAsync(Dialect.Sqlite(path), TimeProvider.System);
        ReplayAnswer answer = await JournalReplay.RunAsync(store.ReadAsync(1, default), null, default);
        Assert.StartsWith("entry 4 cannot be read", answer.Fault, StringComparison.Ordinal);
        Assert.Equal(3, answer.Entries);
        EventAnswer report = await EventReader.ReadAsync(store.ReadAsync(1, default), "cut", null, BaselineMethod.HourBefore, default);
        Assert.StartsWith("entry 4 cannot be read", Assert.IsType<EventAnswer.Broken>(report).Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_is_measured_against_the_hour_before_anybody_knew()
    {
        Power level = default;
        List<JournalEntry> entries = await JournalAsync(async site =>
        {
            SiteView before = await site.BeatsAsync(120);
            level = 0.8 * before.Import!.Value;
            await site.Service.ReceiveAsync(RunningSite.Limit("cut", level, site.Service.Clock.Now + TimeSpan.FromSeconds(30), TimeSpan.FromMinutes(3)), new("test", "grid", "limit", default), default);
            await site.BeatsAsync(300);
        });
        EventReport report = Assert.IsType<EventAnswer.Told>(await EventReader.ReadAsync(entries.ToAsyncEnumerable(), "cut", null, BaselineMethod.HourBefore, default)).Report;
        double before = entries.Where(one => one.Kind == JournalKinds.Beat).Take(120).Select(one => StateText.Read<BeatBody>(one.Body).Seen.Import).OfType<Power>().Average(one => one.Watts);
        Assert.Equal(before, report.Baseline!.Value.Watts, 1e-6 * before);
        Assert.True(report.Delivered > 0.97 * (report.Baseline.Value - level), $"{report.Delivered} of {report.Baseline - level}");
        Assert.True(report.KeptShare > 0.98, $"{report.KeptShare}");
        Assert.Equal(0, report.Missing);
        Assert.Equal([0, 2], report.Tiers.Select(one => one.Tier));
        Assert.IsType<EventAnswer.Unknown>(await EventReader.ReadAsync(entries.ToAsyncEnumerable(), "other", null, BaselineMethod.Stated, default));
    }

    [Fact]
    public void A_key_is_beside_a_file_and_never_at_an_address()
    {
        Assert.Equal(Path.Combine("sites", "harbour.key.pem"), SigningKey.PathOf(Path.Combine("sites", "harbour.db"), "harbour"));
        Assert.Equal(Path.Combine(".headroom", "harbour.key.pem"), SigningKey.PathOf("postgres://anna:secret@db.example.org/harbour", "harbour"));
    }

    [Fact]
    public void A_signature_is_of_one_key_and_one_text()
    {
        using SigningKey key = SigningKey.LoadOrMake(Path.Combine(folder, "a.pem")), again = SigningKey.LoadOrMake(Path.Combine(folder, "a.pem")), other = SigningKey.LoadOrMake(Path.Combine(folder, "b.pem"));
        string jws = key.Sign("delivered"u8);
        Assert.Equal("delivered"u8.ToArray(), SigningKey.Verify(jws, again.PublicPem));
        Assert.Null(SigningKey.Verify(jws, other.PublicPem));
        Assert.Null(SigningKey.Verify(jws.Replace('.', 'x'), key.PublicPem));
        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "a.pem")));
    }
}
