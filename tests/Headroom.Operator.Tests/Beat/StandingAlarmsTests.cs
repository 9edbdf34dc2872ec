namespace Headroom.Operator.Tests.Beat;

public class StandingAlarmsTests
{
    private static readonly FieldAlarm warm = new("loop: warm", "loop: 61.0 °C"), warmer = new("loop: warm", "loop: 62.0 °C");

    [Fact]
    public void An_alarm_is_told_once_while_it_stands_and_once_when_it_has_been_over_for_a_minute()
    {
        StandingAlarms alarms = new();
        TimeSpan At(int second) => TimeSpan.FromSeconds(second);
        Assert.Equal([("alarm", "loop: 61.0 °C")], alarms.After(At(0), [warm]));
        Assert.Empty(alarms.After(At(1), [warmer]));
        Assert.Empty(alarms.After(At(2), []));
        Assert.Empty(alarms.After(At(30), [warm]));
        Assert.Empty(alarms.After(At(89), []));
        Assert.Equal([("note", "over: loop: 61.0 °C")], alarms.After(At(90), []));
        Assert.Empty(alarms.After(At(200), []));
        Assert.Equal([("alarm", "loop: 62.0 °C")], alarms.After(At(201), [warmer]));
    }
}
