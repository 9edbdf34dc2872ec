namespace Headroom.Solvers.Structured;

/// <summary>How an interior point run ended.</summary>
enum InteriorEnd { Converged, Stalled, Interrupted }

/// <summary>Primal-dual interior point with predictor and corrector on a standard form.</summary>
/// <remarks>
///   Newton on  A x = b,  Aᵀy + z_l − z_u = c,  (x − l) z_l = σμ,  (u − x) z_u = σμ
///   Θ⁻¹ = z_l/(x − l) + z_u/(u − x);   A Θ Aᵀ dy = r_p + A Θ g;   dx = Θ (Aᵀ dy − g)
///   Source: S. Mehrotra, SIAM J. Optimization 2 (1992); S. J. Wright, Primal-Dual Interior-Point Methods, SIAM 1997, ch. 10–11.
/// </remarks>
sealed class InteriorPoint
{
    const int MostIterations = 200;
    const double FinestTolerance = 1e-10;
    const int MostRefinements = 15;
    const double RefinementTolerance = 1e-6;
    const int MostCorrectors = 6;

    /// <summary>Mehrotra's own rule centres so much on short steps that a year of many near-ties crawls; the correctors centre instead.</summary>
    const double MostCentring = 0.5;
    const double StepShare = 0.9995;

    /// <summary>What a row may be missed by, relative to its own right side, and what will do where rounding allows no less.</summary>
    const double FeasibleEnough = 1e-10, FeasibleAtLast = 1e-8;
    const int MostMends = 3;

    /// <summary>What a row may be missed by as the certificate counts it, where that suffices: half of what makes an answer no plan.</summary>
    const double ViolationEnough = 5e-7;

    /// <summary>A point with larger errors is no answer, so nobody misses it.</summary>
    const double WorthKeeping = 1e-2;

    /// <summary>A point whose errors are all below this needs no mending of its rows.</summary>
    const double FineTolerance = 1e-7;
    const double PrimalRegularisation = 1e-9;

    /// <summary>A row all of whose values stand at bounds weighs less than the regularisation of a step, which would keep it from being met.</summary>
    const double MendRegularisation = 1e-13;
    const double LeastDualRegularisation = 1e-9, MostDualRegularisation = 1e-5;

    readonly StandardForm form;
    readonly NormalEquations equations;
    readonly Products products;
    readonly Iterate at;
    (double[] X, double[] Y)? kept; // of the best point, once a step led away from it
    readonly Direction bend, step;
    readonly double[] dualResidual; // in a place of the bend, which is solved for after the residual is closed
    readonly double[] primalResidual, theta, right, residual, preconditioned, search, product;

    public InteriorPoint(StandardForm form)
    {
        this.form = form;
        var blocks = new Blocks(form);
        (equations, products) = (new NormalEquations(form, blocks), new Products(form, blocks));
        at = new Iterate(form);
        (bend, step) = (new Direction(form), new Direction(form));
        (primalResidual, right, residual) = (new double[form.Rows], new double[form.Rows], new double[form.Rows]);
        (preconditioned, search, product) = (new double[form.Rows], new double[form.Rows], new double[form.Rows]);
        (dualResidual, theta) = (bend.X, new double[form.Columns]);
    }

    public Iterate Point => at;
    public int Iterations { get; private set; }

    double refinedError, primalLength, dualLength;
    bool isAtBest;
    double dualRegularisation = LeastDualRegularisation;

    /// <summary>Relative distances when it ended.</summary>
    public double PrimalError { get; private set; }
    public double DualError { get; private set; }
    public double GapError { get; private set; }

    /// <summary>Runs until the relative errors of both sides and of the gap are below the tolerance, and on while each step halves them.</summary>
    /// <param name="goodEnough">Where rounding ends the way earlier, a point this good still counts.</param>
    /// <param name="asProved">Whether rows are met once the certificate counts them so: where steps stay short, rounding ends before the last digits come.</param>
    /// <param name="centred">Start with all products of slack and price alike: slower as a rule, but a way where steep prices end the other.</param>
    public InteriorEnd Run(double tolerance, double goodEnough, bool asProved, bool centred, Action<string>? progress, CancellationToken stop)
    {
        dualRegularisation = LeastDualRegularisation;
        Start();
        if (centred) Centre();
        double sizeOfRight = 1 + Norm(form.RightSide), sizeOfCost = 1 + Norm(form.Cost);
        double best = double.PositiveInfinity, previous = double.PositiveInfinity, markedWorst = double.PositiveInfinity, markedMean = double.PositiveInfinity;
        int sinceBest = 0;
        for (Iterations = 0; Iterations < MostIterations; Iterations++)
        {
            if (stop.IsCancellationRequested) return InteriorEnd.Interrupted;
            products.Residual(at.X, primalResidual);
            at.DualResidual(dualResidual);
            double primalObjective = at.PrimalObjective;
            (PrimalError, DualError) = (Norm(primalResidual) / sizeOfRight, Norm(dualResidual) / sizeOfCost);
            GapError = Math.Abs(primalObjective - at.DualObjective) / (1 + Math.Abs(primalObjective));
            progress?.Invoke($"interior point {Iterations}: gap {GapError:0.0e+0}, primal {PrimalError:0.0e+0}, dual {DualError:0.0e+0}");
            double worst = Math.Max(GapError, Math.Max(PrimalError, DualError));
            if (double.IsNaN(worst)) break;
            bool quick = worst < 0.5 * previous;
            previous = worst;
            if (worst < best) isAtBest = true;
            else if (isAtBest && best < WorthKeeping) Keep();
            bool ends = worst < FinestTolerance || (Math.Max(GapError, DualError) < tolerance && !quick);
            if (ends && (RowError() < FeasibleEnough || asProved && Violation() < ViolationEnough || MeetsRows(tolerance, sizeOfRight, asProved)
                || worst < Math.Min(tolerance, FineTolerance))) return InteriorEnd.Converged;
            double mean = at.Mean;
            // short steps gain little each: what counts is what they gain together since the last mark
            bool gains = worst < 0.95 * markedWorst || mean < 0.9 * markedMean;
            if (gains) (markedWorst, markedMean) = (Math.Min(markedWorst, worst), Math.Min(markedMean, mean));
            sinceBest = gains ? 0 : sinceBest + 1;
            best = Math.Min(best, worst);
            if (sinceBest > 8 || worst > 1e3 * best) break;
            if (!Step()) break;
        }
        if (!isAtBest && kept is { } point)
        {
            point.X.CopyTo(at.X, 0);
            point.Y.CopyTo(at.Y, 0);
        }
        return best < goodEnough ? InteriorEnd.Converged : InteriorEnd.Stalled;
    }

    /// <summary>Keeps the point from which the last step led: values and prices, which are all that is restored.</summary>
    void Keep()
    {
        kept ??= (new double[form.Columns], new double[form.Rows]);
        (double[] x, double[] y) = kept.Value;
        for (int j = 0; j < x.Length; j++) x[j] = at.X[j] - primalLength * step.X[j];
        for (int i = 0; i < y.Length; i++) y[i] = at.Y[i] - dualLength * step.Y[i];
        isAtBest = false;
    }

    /// <summary>Moves the point onto its rows where they lag behind the gap; prices stay, and the gap is measured anew.</summary>
    /// <remarks>dx = Θ Aᵀ (A Θ Aᵀ)⁻¹ (b − A x) with Θ of the step: values at their bounds hardly move. Distances squared for Θ⁻¹ were too far apart for the factor.</remarks>
    bool MeetsRows(double tolerance, double sizeOfRight, bool asProved)
    {
        double[] before = bend.LowerDual; // of no use until the next step
        at.X.CopyTo(before, 0);
        for (int pass = 0; pass < MostMends; pass++)
        {
            WeighColumns();
            equations.Factor(theta, MendRegularisation);
            primalResidual.CopyTo(right, 0);
            SolveRefined(step.Y, scratch: step.X, MendRegularisation);
            form.Pieces.Each(form.Columns, (from, to) => { for (int j = from; j < to; j++) step.X[j] = theta[j] * form.TransposedProduct(j, step.Y); });
            double longest = step.LongestPrimal(at), length = longest < 1 ? 0.9 * longest : 1;
            for (int j = 0; j < form.Columns; j++) at.X[j] += length * step.X[j];
            products.Residual(at.X, primalResidual);
            if (RowError() < FeasibleEnough) break;
        }
        double primalObjective = at.PrimalObjective, gap = Math.Abs(primalObjective - at.DualObjective) / (1 + Math.Abs(primalObjective));
        if (gap < tolerance && (RowError() < FeasibleAtLast || asProved && Violation() < ViolationEnough))
        {
            (GapError, PrimalError) = (gap, Norm(primalResidual) / sizeOfRight);
            return true;
        }
        before.CopyTo(at.X, 0); // near the end the factor may have lost too many digits to mend anything
        products.Residual(at.X, primalResidual);
        return false;
    }

    /// <summary>Most that a row is missed by, relative to its own right side: a year's sum makes the largest of them a million times an hour's.</summary>
    double RowError() => form.Pieces.Most(form.Rows, (from, to) =>
    {
        double most = 0;
        for (int i = from; i < to; i++) most = Math.Max(most, Math.Abs(primalResidual[i]) / (1 + Math.Abs(form.RightSide[i])));
        return most;
    });

    /// <summary>Most that a row is missed by relative to its largest term, or to one of its own unit, as <see cref="Headroom.Algebra.Certificate"/> counts it.</summary>
    double Violation()
    {
        for (int i = 0; i < form.Rows; i++) right[i] = form.RowScale[i] / form.SizeScale;
        for (int j = 0; j < form.Columns; j++)
            if (form.ColumnOf[j] >= 0) // the program's rows have no slacks
                for (int k = form.Start[j]; k < form.Start[j + 1]; k++)
                    right[form.RowIndex[k]] = Math.Max(right[form.RowIndex[k]], Math.Abs(form.Value[k] * at.X[j]));
        return form.Pieces.Most(form.Rows, (from, to) =>
        {
            double most = 0;
            for (int i = from; i < to; i++) most = Math.Max(most, Math.Abs(primalResidual[i]) / right[i]);
            return most;
        });
    }

    void WeighColumns() => form.Pieces.Each(form.Columns, (from, to) =>
    {
        for (int j = from; j < to; j++)
        {
            double inverse = PrimalRegularisation;
            if (at.HasLower[j]) inverse += at.LowerDual[j] / (at.X[j] - form.Lower[j]);
            if (at.HasUpper[j]) inverse += at.UpperDual[j] / (form.Upper[j] - at.X[j]);
            theta[j] = 1 / inverse;
        }
    });

    /// <summary>Takes a step; where rounding leaves none that is a number, stays and says so.</summary>
    bool Step()
    {
        WeighColumns();
        double mean = at.Mean;
        while (true)
        {
            equations.Factor(theta, dualRegularisation);
            SetTargets(step, 0, null);
            Solve(step, withResiduals: true);
            if (refinedError < 1e-5 || dualRegularisation >= MostDualRegularisation) break;
            dualRegularisation *= 10; // the factor has lost too many digits for refinement to find them again
        }
        (double primal, double dual) = (step.LongestPrimal(at), step.LongestDual(at));
        double after = step.MeanAfter(at, primal, dual);
        double σ = Math.Min(MostCentring, Math.Pow(after / mean, 3));

        SetTargets(bend, σ * mean, step);
        Solve(bend, withResiduals: false);
        step.AddBest(at, bend, least: primal * dual);
        Centre(σ * mean, mean);
        (primal, dual) = (step.LongestPrimal(at), step.LongestDual(at));
        if (!double.IsFinite(Norm(step.X) + Norm(step.Y) + Norm(step.LowerDual) + Norm(step.UpperDual))) return false;
        (primalLength, dualLength) = (primal < 1 ? StepShare * primal : 1, dual < 1 ? StepShare * dual : 1);
        step.Take(at, primalLength, dualLength);
        return true;
    }

    /// <summary>Bends the step so that complementarities far from their mean come back, and longer steps become possible.</summary>
    /// <remarks>Source: J. Gondzio, Comp. Opt. Appl. 6 (1996); weights: M. Colombo and J. Gondzio, Comp. Opt. Appl. 41 (2008).</remarks>
    void Centre(double target, double mean)
    {
        target = Math.Max(target, 1e-4 * mean);
        for (int correctors = 0; correctors < MostCorrectors; correctors++)
        {
            (double primal, double dual) = (step.LongestPrimal(at), step.LongestDual(at));
            if (primal > 0.95 && dual > 0.95) return;
            SetCentrality(Math.Min(1, 1.5 * primal + 0.1), Math.Min(1, 1.5 * dual + 0.1), target);
            Solve(bend, withResiduals: false);
            step.AddBest(at, bend, least: 0);
            if (step.LongestPrimal(at) + step.LongestDual(at) < primal + dual + 0.02) return;
        }
    }

    void SetCentrality(double primal, double dual, double target)
    {
        (double least, double most) = (0.1 * target, 10 * target);
        form.Pieces.Each(form.Columns, (from, to) =>
        {
            for (int j = from; j < to; j++)
            {
                double x = at.X[j] + primal * step.X[j];
                if (at.HasLower[j]) bend.LowerDual[j] = Correct((x - form.Lower[j]) * (at.LowerDual[j] + dual * step.LowerDual[j]), least, most);
                if (at.HasUpper[j]) bend.UpperDual[j] = Correct((form.Upper[j] - x) * (at.UpperDual[j] + dual * step.UpperDual[j]), least, most);
            }
        });
    }

    static double Correct(double product, double least, double most) =>
        product < least ? least - product : product > most ? Math.Max(most - product, -most) : 0;

    /// <summary>
    ///   Where the multipliers of a step will stand, what the complementarities should change by: to zero for the affine step,
    ///   else by σμ less the affine step's product with itself.
    /// </summary>
    void SetTargets(Direction d, double target, Direction? bent) => form.Pieces.Each(form.Columns, (from, to) =>
    {
        for (int j = from; j < to; j++)
        {
            if (at.HasLower[j])
                d.LowerDual[j] = bent is null ? -(at.X[j] - form.Lower[j]) * at.LowerDual[j] : target - bent.X[j] * bent.LowerDual[j];
            if (at.HasUpper[j])
                d.UpperDual[j] = bent is null ? -(form.Upper[j] - at.X[j]) * at.UpperDual[j] : target + bent.X[j] * bent.UpperDual[j];
        }
    });

    /// <summary>Solves for the step that meets the targets, which stand where its multipliers will, and, where asked, closes the residuals.</summary>
    void Solve(Direction d, bool withResiduals)
    {
        if (withResiduals) primalResidual.CopyTo(right, 0); else Array.Clear(right);
        form.Pieces.Each(form.Columns, (from, to) => { for (int j = from; j < to; j++) d.X[j] = theta[j] * Gradient(d, j, withResiduals); });
        products.Add(1, d.X, right);
        SolveRefined(d.Y, scratch: d.X, dualRegularisation);
        form.Pieces.Each(form.Columns, (from, to) =>
        {
            for (int j = from; j < to; j++)
            {
                double dx = theta[j] * (form.TransposedProduct(j, d.Y) - Gradient(d, j, withResiduals));
                d.X[j] = dx;
                if (at.HasLower[j]) d.LowerDual[j] = (d.LowerDual[j] - at.LowerDual[j] * dx) / (at.X[j] - form.Lower[j]);
                if (at.HasUpper[j]) d.UpperDual[j] = (d.UpperDual[j] + at.UpperDual[j] * dx) / (form.Upper[j] - at.X[j]);
            }
        });
    }

    /// <summary>g: what the residual and the targets ask of a column.</summary>
    double Gradient(Direction targets, int j, bool withResiduals)
    {
        double g = withResiduals ? dualResidual[j] : 0;
        if (at.HasLower[j]) g -= targets.LowerDual[j] / (at.X[j] - form.Lower[j]);
        if (at.HasUpper[j]) g += targets.UpperDual[j] / (form.Upper[j] - at.X[j]);
        return g;
    }

    /// <summary>Solves A Θ Aᵀ y = right; conjugate gradients mend what rounding left in the factor.</summary>
    void SolveRefined(double[] y, double[] scratch, double regularisation)
    {
        equations.Solve(right, y);
        ResidualOfNormal(y, scratch, regularisation);
        double size = Norm(right) + 1e-300;
        refinedError = Norm(residual) / size;
        if (refinedError <= RefinementTolerance) return;
        equations.Solve(residual, preconditioned);
        preconditioned.CopyTo(search, 0);
        double ρ = Dot(residual, preconditioned);
        for (int pass = 0; pass < MostRefinements && refinedError > RefinementTolerance; pass++)
        {
            products.Normal(theta, regularisation, search, scratch, product);
            double curvature = Dot(search, product);
            if (!(curvature > 0) || !(ρ > 0)) return;
            double α = ρ / curvature;
            for (int i = 0; i < y.Length; i++) { y[i] += α * search[i]; residual[i] -= α * product[i]; }
            refinedError = Norm(residual) / size;
            equations.Solve(residual, preconditioned);
            double next = Dot(residual, preconditioned);
            double β = next / ρ;
            ρ = next;
            for (int i = 0; i < y.Length; i++) search[i] = preconditioned[i] + β * search[i];
        }
    }

    void ResidualOfNormal(double[] y, double[] scratch, double regularisation)
    {
        products.Normal(theta, regularisation, y, scratch, product);
        for (int i = 0; i < y.Length; i++) residual[i] = right[i] - product[i];
    }

    double Dot(double[] a, double[] b) => form.Pieces.Sum(a.Length, (from, to) => Dense.Dot(a.AsSpan(from, to - from), b.AsSpan(from, to - from)));

    /// <summary>A start in the middle: the least-squares point of A x = b, pushed inside the bounds.</summary>
    void Start()
    {
        for (int j = 0; j < form.Columns; j++)
        {
            theta[j] = 1;
            (bool low, bool high) = (at.HasLower[j], at.HasUpper[j]);
            at.X[j] = low && high ? (form.Lower[j] + form.Upper[j]) / 2 : low ? form.Lower[j] : high ? form.Upper[j] : 0;
            if (low && high && form.Upper[j] - form.Lower[j] > 2e3) at.X[j] = form.Lower[j];
        }
        equations.Factor(theta, dualRegularisation);
        products.Residual(at.X, primalResidual);
        primalResidual.CopyTo(right, 0);
        SolveRefined(at.Y, scratch: bend.X, dualRegularisation);
        double push = 1;
        for (int j = 0; j < form.Columns; j++)
        {
            at.X[j] += form.TransposedProduct(j, at.Y);
            if (at.HasLower[j]) push = Math.Max(push, form.Lower[j] - at.X[j]);
            if (at.HasUpper[j]) push = Math.Max(push, at.X[j] - form.Upper[j]);
        }
        push = Math.Min(push, 1e3);
        for (int j = 0; j < form.Columns; j++) PushInside(j, push);
        Array.Clear(at.Y);
    }

    void Centre()
    {
        double mean = at.Mean;
        for (int j = 0; j < form.Columns; j++)
        {
            if (at.HasLower[j]) at.LowerDual[j] = mean / (at.X[j] - form.Lower[j]);
            if (at.HasUpper[j]) at.UpperDual[j] = mean / (form.Upper[j] - at.X[j]);
        }
    }

    void PushInside(int j, double push)
    {
        (bool low, bool high) = (at.HasLower[j], at.HasUpper[j]);
        double room = low && high ? Math.Min(push, 0.25 * (form.Upper[j] - form.Lower[j])) : push;
        if (low) at.X[j] = Math.Max(at.X[j], form.Lower[j] + room);
        if (high) at.X[j] = Math.Min(at.X[j], form.Upper[j] - room);
        double reduced = form.Cost[j];
        double dual = Math.Max(1, Math.Abs(reduced));
        if (low && high) (at.LowerDual[j], at.UpperDual[j]) = (dual + Math.Max(0, reduced), dual + Math.Max(0, -reduced));
        else if (low) at.LowerDual[j] = dual;
        else if (high) at.UpperDual[j] = dual;
    }

    double Norm(double[] v) => form.Pieces.Most(v.Length, (from, to) =>
    {
        double most = 0;
        foreach (double value in v.AsSpan(from, to - from)) most = Math.Max(most, Math.Abs(value));
        return most;
    });
}
