namespace Headroom.Compute;

/// <summary>Where operating points come from: a roofline, a table of measurements, a learned model.</summary>
public interface IFrontierModel
{
    /// <summary>
    ///   The operating points of one rack with one model and one shape; empty, with a reason, where none exists.
    /// </summary>
    Frontier FrontierOf(RackType rack, Model model, ServingShape shape);
}
