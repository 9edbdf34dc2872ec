using Headroom.Tests;

namespace Headroom.Cli.Tests;

public sealed class ConformVerbTests
{
    [Fact]
    public void An_address_at_which_nobody_answers_is_one_finding_and_not_a_list_of_broken_rules()
    {
        Environment.SetEnvironmentVariable("HEADROOM_TOKEN_OF_A_TEST", "hr_1");
        Ran ran = FakeEngine.Run(FakeEngine.Planned, "conform", "http://127.0.0.1:1/", "--token-variable", "HEADROOM_TOKEN_OF_A_TEST");
        Assert.Equal((2, ""), (ran.Code, ran.Out));
        Assert.Contains("an address that answers", ran.Error.Replace("\n      ", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("1 fault.", ran.Error, StringComparison.Ordinal);
    }
}
