using System.Text;
using Microsoft.Extensions.Logging;

namespace Headroom.Operator.Grid;

/// <summary>Runs an adapter while this process is the one that acts, and at no other time; one that fails begins anew.</summary>
internal static class WhileActing
{
    private static readonly TimeSpan look = TimeSpan.FromMilliseconds(500), least = TimeSpan.FromSeconds(1), most = TimeSpan.FromMinutes(1);

    /// <summary>Until it is stopped.</summary>
    /// <param name="run">One time of acting: takes up from the store, speaks, and leaves everything when it ends.</param>
    public static async Task RunAsync(string name, Func<CancellationToken, Task> run, ISiteDesk desk, ILogger log, CancellationToken stop)
    {
        TimeSpan wait = least;
        try
        {
            while (true)
            {
                while (!desk.IsActive) await Task.Delay(look, desk.Clock.Time, stop).ConfigureAwait(false);
                TimeSpan pause = least;
                try
                {
                    await OnceAsync(run, desk, stop).ConfigureAwait(false);
                    wait = least;
                }
                catch (OperatorGone gone)
                {
                    log.AdapterStandsBy(name, gone.Message);
                }
                catch (Exception bug) when (!stop.IsCancellationRequested)
                {
                    // an adapter that ends for good would leave the site without whoever speaks through it
                    (pause, wait) = (wait, 2 * wait < most ? 2 * wait : most);
                    log.AdapterThrew(bug, name, pause);
                    await NoteAsync(name, bug, desk, log, stop).ConfigureAwait(false);
                }
                await Task.Delay(pause, desk.Clock.Time, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // the service stops
        }
    }

    private static async Task OnceAsync(Func<CancellationToken, Task> run, ISiteDesk desk, CancellationToken stop)
    {
        using var own = CancellationTokenSource.CreateLinkedTokenSource(stop);
        Task running = run(own.Token);
        while (desk.IsActive && !running.IsCompleted && !stop.IsCancellationRequested)
            await Task.WhenAny(running, Task.Delay(look, desk.Clock.Time, own.Token)).ConfigureAwait(false);
        bool ends = running.IsCompleted;
        await own.CancelAsync().ConfigureAwait(false);
        try
        {
            await running.ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!ends && !stop.IsCancellationRequested)
        {
            // another process acts now
        }
    }

    private static async Task NoteAsync(string name, Exception bug, ISiteDesk desk, ILogger log, CancellationToken stop)
    {
        try
        {
            await desk.NoteAsync(new("adapter", name, "alarm: failed, begins anew", Encoding.UTF8.GetBytes(bug.GetBaseException().Message)), stop).ConfigureAwait(false);
        }
        catch (Exception other) when (!stop.IsCancellationRequested)
        {
            log.AdapterThrew(other, name, TimeSpan.Zero);
        }
    }
}
