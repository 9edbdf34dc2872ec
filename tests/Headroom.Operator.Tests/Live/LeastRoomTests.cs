using Headroom.Operator.Field.Live;
using Headroom.Quantities;

namespace Headroom.Operator.Tests.Live;

public class LeastRoomTests
{
    [Fact]
    public void The_sensor_with_the_least_room_counts_on_the_scale_of_the_lowest_limit()
    {
        LeastRoom room = default;
        Assert.Null(room.Reading);
        room.Add(50.DegreesCelsius, 60.DegreesCelsius);
        Assert.Equal((50, 60), (room.Reading!.Value.Warmest.Celsius, Math.Round(room.Reading.Value.Most.Celsius, 9)));
        room.Add(43.DegreesCelsius, 45.DegreesCelsius);
        Assert.Equal((43, 45), (Math.Round(room.Reading!.Value.Warmest.Celsius, 9), Math.Round(room.Reading.Value.Most.Celsius, 9)));
    }

    [Fact]
    public void Where_another_sensor_takes_the_lead_nothing_jumps()
    {
        static double Told(double supply, double back)
        {
            LeastRoom room = default;
            room.Add(supply.DegreesCelsius, 45.DegreesCelsius);
            room.Add(back.DegreesCelsius, 60.DegreesCelsius);
            return room.Reading!.Value.Warmest.Celsius;
        }
        Assert.Equal(Told(supply: 40, back: 54.99), Told(supply: 40, back: 55.01), 0.02);
        Assert.Equal(43, Told(supply: 30, back: 58), 1e-9);
    }

    [Fact]
    public void Sensors_that_are_all_silent_give_no_number_and_one_that_tells_is_enough()
    {
        LeastRoom room = default;
        room.Add(null, 60.DegreesCelsius);
        Assert.True(double.IsNaN(room.Reading!.Value.Warmest.Kelvin));
        room.Add(50.DegreesCelsius, 60.DegreesCelsius);
        Assert.Equal(50, room.Reading!.Value.Warmest.Celsius, 1e-9);
    }
}
