using CsCheck;
using Headroom.Laws;

namespace Headroom.Tests;

public sealed class SeededLawsTests
{
    /// <summary>Else the machine's kernel ends whoever takes memory without end, and no test is named.</summary>
    [Fact]
    public void A_test_process_has_a_limit_of_its_own() => Assert.Equal(6L << 30, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes);

    /// <summary>Else a law that fails once in ten thousand runs fails on a day when nobody changed anything.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_law_draws_the_numbers_of_its_name(int row)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("HEADROOM_LAWS") == "any", "SKIPPED: laws draw by the clock in this run");
        PCG own = SeededLawsAttribute.Of($"{typeof(SeededLawsTests).FullName}.{nameof(A_law_draws_the_numbers_of_its_name)}(row: {row})");
        var (drawn, expected) = (new List<ulong>(), new List<ulong>());
        Gen.ULong.Sample(drawn.Add, iter: 20);
        for (int k = 0; k < 20; k++) expected.Add(Gen.ULong.Generate(own, null, out _));
        Assert.Equal(expected, drawn);
    }
}
