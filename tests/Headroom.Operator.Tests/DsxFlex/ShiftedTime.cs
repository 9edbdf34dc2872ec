namespace Headroom.Operator.Tests.DsxFlex;

/// <summary>The machine's clock and timers, with a shift that a test moves: no test waits for hours, and none sleeps.</summary>
sealed class ShiftedTime : TimeProvider
{
    long shift;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + TimeSpan.FromTicks(Interlocked.Read(ref shift));

    public void Shift(TimeSpan by) => Interlocked.Add(ref shift, by.Ticks);
}

static class Eventually
{
    static readonly TimeSpan patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until something holds; fails with what was expected when it does not.</summary>
    public static async Task HoldsAsync(Func<bool> condition, Func<string> otherwise)
    {
        using var clock = new CancellationTokenSource(patience);
        while (!condition())
        {
            Assert.False(clock.IsCancellationRequested, otherwise());
            await Task.Delay(10);
        }
    }
}
