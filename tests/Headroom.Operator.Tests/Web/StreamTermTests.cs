using Headroom.Operator.Tests.Beat;
using Headroom.Operator.Web;
using Headroom.Operator.Web.Coordination;
using Headroom.TestKit;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Hosting.Internal;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headroom.Operator.Tests.Web;

public sealed class StreamTermTests
{
    private readonly ManualTime time = new(RunningSite.Noon);

    [Fact]
    public void A_stream_ends_after_an_hour_so_that_who_listens_is_asked_anew()
    {
        using StreamTerm term = StreamTerm.Of(new DefaultHttpContext(), time);
        time.Advance(TimeSpan.FromMinutes(59));
        Assert.False(term.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(term.Token.IsCancellationRequested);
    }

    [Fact]
    public void A_stream_ends_when_the_service_stops()
    {
        var lifetime = new ApplicationLifetime(NullLogger<ApplicationLifetime>.Instance);
        using ServiceProvider services = new ServiceCollection().AddSingleton<IHostApplicationLifetime>(lifetime).BuildServiceProvider();
        using StreamTerm term = StreamTerm.Of(new DefaultHttpContext { RequestServices = services }, time);
        Assert.False(term.Token.IsCancellationRequested);
        lifetime.StopApplication();
        Assert.True(term.Token.IsCancellationRequested);
    }

    [Fact]
    public void Of_what_is_refused_one_a_second_is_written_down_and_the_others_are_counted()
    {
        var notes = new RefusalNotes(time);
        Assert.DoesNotContain("more", notes.NoteOf("coordination", "anna", "refused", new byte[64_000])!.What, StringComparison.Ordinal);
        for (int k = 0; k < 99; k++) Assert.Null(notes.NoteOf("coordination", "anna", "refused", new byte[64_000]));
        time.Advance(TimeSpan.FromSeconds(1));
        Evidence next = notes.NoteOf("coordination", "anna", "refused", new byte[64_000])!;
        Assert.Equal(200, next.Body.Length);
        Assert.Contains("99 more", next.What, StringComparison.Ordinal);
    }
}
