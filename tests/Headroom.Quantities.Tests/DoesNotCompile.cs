namespace Headroom.Quantities.Tests;

/// <summary>Dimensional mistakes do not compile. Each wrong line stands beside the right one, or the test would pass on a broken
/// snippet.</summary>
public class DoesNotCompile
{
    const string noOperator = "CS0019", noConversion = "CS0029", noExplicitConversion = "CS0030";
    const string noSuchConstructor = "CS1729", notInferred = "CS0411", obsoleteError = "CS0619";

    [Theory]
    [InlineData("var x = 5.Megawatts + 1.Hours;", noOperator)]
    [InlineData("var x = 5.Megawatts + 3;", noOperator)]
    [InlineData("var x = 5.Megawatts + 3.MegawattHours;", noOperator)]
    [InlineData("var x = 5.Megawatts * 3.Megawatts;", noOperator)]
    [InlineData("var x = 40.MegawattHours * 1.Hours;", noOperator)]
    [InlineData("var x = price * 5.Megawatts;", noOperator)]
    [InlineData("var x = 5.DollarsPerKilowatt * 3.MegawattHours;", noOperator)]
    [InlineData("var x = 20.DegreesCelsius + 20.DegreesCelsius;", obsoleteError)]
    [InlineData("var x = 2 * 20.DegreesCelsius;", obsoleteError)]
    [InlineData("bool x = 5.Megawatts < 3.MegawattHours;", noOperator)]
    [InlineData("bool x = 5.Megawatts == 3.MegawattHours;", noOperator)]
    [InlineData("Power p = 3.0;", noConversion)]
    [InlineData("Power p = (Power)3.0;", noExplicitConversion)]
    [InlineData("double d = 5.Megawatts;", noConversion)]
    [InlineData("Energy e = 5.Megawatts;", noConversion)]
    [InlineData("Power p = 40.MegawattHours / 4.Megawatts;", noConversion)]
    [InlineData("TokenEfficiency x = 5.0.Tokens / 3.Kilowatts;", noOperator)]
    [InlineData("var p = new Power(5);", noSuchConstructor)]
    [InlineData("CapacityRent r = 5.DollarsPerKilowatt;", noConversion)]
    [InlineData("CapacityRent r = 5.DollarsPerKilowatt * 0.1;", noConversion)]
    public void Wrong_quantities(string line, string code) => Assert.Equal(code, Snippet.Errors(line));

    [Theory]
    [InlineData("var x = 5.Megawatts + 1.Kilowatts;")]
    [InlineData("Energy x = 5.Megawatts * 1.Hours + 3.MegawattHours;")]
    [InlineData("Money x = price * (5.Megawatts * 1.Hours);")]
    [InlineData("Money x = 5.DollarsPerKilowatt * 3.Megawatts;")]
    [InlineData("TemperatureRise x = 40.DegreesCelsius - 20.DegreesCelsius;")]
    [InlineData("Temperature x = 20.DegreesCelsius + 20.Kelvin - 3.Kelvin;")]
    [InlineData("bool x = 5.Megawatts < 3000.Kilowatts;")]
    [InlineData("Power p = 3.0.Megawatts;")]
    [InlineData("double d = 5.Megawatts.Megawatts;")]
    [InlineData("Energy e = 5.Megawatts * 2.Hours;")]
    [InlineData("TimeSpan hold = 40.MegawattHours / 4.Megawatts;")]
    [InlineData("TokenEfficiency x = 5.0.Tokens / (3.Kilowatts * 1.Seconds);")]
    [InlineData("Power p = default;")]
    [InlineData("CapacityRent r = 5.DollarsPerKilowatt * new RecoveryFraction(0.1);")]
    public void Right_quantities(string line) => Assert.Equal("", Snippet.Errors(line));

    [Theory]
    [InlineData("var x = grid[t] + stored[t];", noOperator)]
    [InlineData("var x = price * grid[t];", noOperator)]
    [InlineData("var x = grid[t] * grid[t];", noOperator)]
    [InlineData("var x = grid[t] / grid[t];", noOperator)]
    [InlineData("var x = grid[t] + 5;", noOperator)]
    [InlineData("var x = stored[t] == stored[t - 1] + grid[t];", noOperator)]
    [InlineData("var x = grid[t] <= 5.MegawattHours;", noOperator)]
    [InlineData("Expr<Energy> e = grid[t];", noConversion)]
    [InlineData("bool b = grid[t] == grid[t];", noConversion)]
    [InlineData("lp.Variable(\"x\", hours, 0.Megawatts, 5.MegawattHours);", notInferred)]
    public void Wrong_expressions(string line, string code) => Assert.Equal(code, Snippet.Errors(line));

    [Theory]
    [InlineData("Expr<Energy> x = dt * grid[t] + stored[t];")]
    [InlineData("Expr<Money> x = price * (dt * grid[t]);")]
    [InlineData("Expr<Power> x = grid[t] + 5.Megawatts;")]
    [InlineData("Relation<Energy> x = stored[t] == stored[t - 1] + dt * (0.95 * grid[t]);")]
    [InlineData("Relation<Power> x = grid[t] <= 5.Megawatts;")]
    [InlineData("Relation<Power> x = 5.Megawatts >= grid[t];")]
    [InlineData("lp.Variable(\"x\", hours, 0.Megawatts, 5.Megawatts);")]
    [InlineData("lp.ForEach(hours, \"state of charge\", t => stored[t] == 20.MegawattHours + dt * grid[t]);")]
    public void Right_expressions(string line) => Assert.Equal("", Snippet.Errors(line));

    [Fact]
    public void The_error_names_both_quantities()
    {
        string message = Snippet.Message("var x = grid[t] + stored[t];");
        Assert.Contains("Expr<Power>", message, StringComparison.Ordinal);
        Assert.Contains("Expr<Energy>", message, StringComparison.Ordinal);
    }
}
