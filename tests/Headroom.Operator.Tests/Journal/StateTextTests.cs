using System.Text.Json;
using Headroom.Control;
using Headroom.Operator.Journal;
using Headroom.Operator.Tests.Beat;
using Headroom.Quantities;
using Headroom.Simulation;

namespace Headroom.Operator.Tests.Journal;

public class StateTextTests
{
    [Fact]
    public void Numbers_come_back_bit_for_bit()
    {
        double[] hard = [0, -0.0, double.Epsilon, 0.1, 1.0 / 3, double.MaxValue, double.PositiveInfinity, double.NegativeInfinity, 1e-300, 123456789.123456789];
        Assert.Equal(hard.Select(BitConverter.DoubleToInt64Bits), StateText.Read<double[]>(StateText.Write(hard)).Select(BitConverter.DoubleToInt64Bits));
        Assert.True(double.IsNaN(StateText.Read<double[]>(StateText.Write(new[] { double.NaN }))[0]));
    }

    [Fact]
    public void A_null_that_may_be_a_number_is_not_a_zero()
    {
        var one = new Observation(0, 0, 0, 0) { Import = Power.Zero, Generated = null };
        Observation again = StateText.Read<Observation>(StateText.Write(one));
        Assert.Equal((Power.Zero, null), (again.Import, again.Generated));
    }

    /// <summary>Whoever adds a field to what is read or ordered gets it into the journal without doing anything: this is what would fail if not.</summary>
    [Fact]
    public async Task A_controller_that_was_written_and_read_goes_on_with_the_same_orders()
    {
        (SimulatedField? field, _) = SimulatedField.Open(RunningSite.Order, RunningSite.Noon);
        Controller controller = new(field!.Facts, new(field.Limits), Policies.Find("uniform-cap")!.Make(0.006), 0.004);
        Orders orders = field.NewOrders();
        field.Holds(controller.Book);
        for (int k = 0; k < 40; k++) await StepAsync(field, controller, orders, k);
        controller.Receive(RunningSite.Limit("cut", 9.Megawatts, SiteClock.At(RunningSite.Noon) + TimeSpan.FromSeconds(41), TimeSpan.FromHours(1)), SiteClock.At(RunningSite.Noon));
        for (int k = 40; k < 80; k++) await StepAsync(field, controller, orders, k);
        byte[] saved = StateText.Write(controller.Snapshot());
        Controller restored = Controller.Restored(field.Facts, field.Limits, StateText.Read<ControllerSnapshot>(saved), Policies.Find("uniform-cap")!.Make(0.006), 0.004);
        Assert.Equal(JsonText(saved), JsonText(StateText.Write(restored.Snapshot())));
        Observation seen = (await field.ReadAsync(SiteClock.At(RunningSite.Noon) + TimeSpan.FromSeconds(80), TimeSpan.FromSeconds(1), default)).Seen;
        byte[] text = StateText.Write(seen);
        controller.Decide(seen, orders);
        Orders others = field.NewOrders();
        orders.Pause.CopyTo(others.Pause, 0);
        restored.Decide(StateText.Read<Observation>(text), others);
        Assert.Equal(JsonText(StateText.Write(orders)), JsonText(StateText.Write(others)));
    }

    private static async Task StepAsync(SimulatedField field, Controller controller, Orders orders, int second)
    {
        FieldReading read = await field.ReadAsync(SiteClock.At(RunningSite.Noon) + TimeSpan.FromSeconds(second), TimeSpan.FromSeconds(1), default);
        controller.Decide(read.Seen, orders);
        await field.WriteAsync(orders, default);
    }

    [Fact]
    public void A_case_of_a_closed_family_comes_from_its_own_assembly_alone()
    {
        DeadlineAnswer refused = new DeadlineAnswer.Refused(default, 3.Megawatts, TimeSpan.FromSeconds(2), null, "nothing acts within 2 s");
        Assert.Equal(refused, StateText.Read<DeadlineAnswer>(StateText.Write(refused)));
        Assert.Throws<JsonException>(() => StateText.Read<DeadlineAnswer>("""{"$case":"System.Diagnostics.Process"}"""u8.ToArray()));
    }

    [Fact]
    public void A_field_that_nobody_knows_is_refused() => Assert.Throws<JsonException>(() => StateText.Read<LimitStamp>("""{"issued":5,"colour":"red"}"""u8.ToArray()));

    private static string JsonText(byte[] text) => System.Text.Encoding.UTF8.GetString(text);
}
