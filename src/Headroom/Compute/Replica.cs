using Headroom.Quantities;

namespace Headroom.Compute;

/// <summary>One copy of a model on G accelerators, serving one shape of requests with one fit.</summary>
public sealed class Replica
{
    private Replica(Model model, Accelerator accelerator, ServingFit fit, ServingShape shape, int accelerators)
    {
        (Model, Accelerator, Fit, Shape, Accelerators) = (model, accelerator, fit, shape, accelerators);
        Cost = StepCost.Of(model, accelerator, shape, accelerators, StepParameters.Of(fit));
    }

    public Model Model { get; }
    public Accelerator Accelerator { get; }
    public ServingFit Fit { get; }
    public ServingShape Shape { get; }

    /// <summary>G.</summary>
    public int Accelerators { get; }

    /// <summary>F, dense peak at the serving precision.</summary>
    public ComputeRate Peak => Accelerator.Peak[Shape.Precision];

    /// <summary>What a step costs, term by term; made once, so that a point needs no more than a few products.</summary>
    internal StepCost Cost { get; }

    public static Replica Of(Model model, Accelerator accelerator, ServingFit fit, ServingShape shape, int accelerators)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(accelerator);
        ArgumentNullException.ThrowIfNull(fit);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentOutOfRangeException.ThrowIfLessThan(accelerators, 1);
        return new(model, accelerator, fit, shape, accelerators);
    }
}
