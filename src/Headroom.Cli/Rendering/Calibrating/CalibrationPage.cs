using System.Globalization;
using System.Text;
using Headroom.Compute.Calibration;
using Headroom.Scenarios.Calibrating;

namespace Headroom.Cli.Rendering;

/// <summary>calibration.md: equations, method, errors, the worst cells by name, and what must be said. docs/calibration.md is this page.</summary>
static class CalibrationPage
{
    const string head = """
        # Calibration of the serving model

        Written by `headroom calibrate FOLDER --out DIR`, not by hand; a run takes about a minute. The folder holds `serving_points.csv` (a thinned copy of
        `silicon_sample.csv` of ai-dynamo/aiconfigurator), `mlenergy_llm_configs.csv` (ml-energy/leaderboard) and, if there, tables of MLPerf Inference results; their columns are
        those of [operating points](operating-points.md). It fits the numbers of [data/fits.yaml](../data/fits.yaml) to public measurements and says how far off they are.

        ## Equations

        ```
        (1)  T(b) = t₀ + t_L·L·log₂G                                          launch, per layer and doubling of accelerators
                  + [W·(φ·cov(b) + 1 − φ) + b·(κ(I + O/2) + 2·S)]/(G·B·η_B)    weights, cache, state
                  + b·2A/(G·F·η_D) + b·t_P/O                                    arithmetic of decode and of prompts
                  + b·L·d·w·(G − 1)/G·[1 + ρ·(1 − h)·I/O]/C                      collectives of decode and of prompts
             cov(b) = 1 − (1 − k/E)^b                                           share of the experts touched; 1 for dense models
        (2)  X = a·b/T                                                         output tokens/s; a = 1 without speculation
        (3)  b ≤ [G·(0.9·HBM − m₀) − W]/[κ(I + O/2) + S]                        m₀ = 3.5 GB
        (4)  TTFT = t_A + T(b) + t_P·(1 + q·√b)                                t_P  prefill of one prompt, alone
        (6)  P₀/TDP = clip(p₀ + p₁·u_B + p₂·u_F^γ, idle/TDP, 1)                 u_B, u_F  how busy memory and arithmetic are
             P = σ_P·max(P₀, .97·TDP) + (1 − σ_P)·P₀                           σ_P  share of the step that is prefill
        (7)  T(c)/T = σ/(c/P₀)^α + (1 − σ)/min(1, (c/P₀)^.1) for c < P₀         σ  share of the step that is arithmetic
        ```

        Symbols and ranges stand with the functions: [Roofline](../src/Headroom/Compute/Roofline.cs), [AcceleratorPower](../src/Headroom/Compute/AcceleratorPower.cs),
        [CapLaw](../src/Headroom/Compute/CapLaw.cs). Fitted are t₀, t_L, η_B, η_D, η_P, C and ρ; t_A and q; p₀, p₁, p₂ and γ.

        ## Method

        - Of each thing run (part, model, precision, lengths, accelerators, batch) the lowest time per token counts: the fit predicts tuned software.
        - All fits are made at once. A number of one family, part and precision is a sum of offsets, each pulled to zero by a prior, so that cells with few points lean on those
          with many. Loss: soft L1 on logarithms.
        - Errors are those on points left out: five folds by what was run, so that another software version of the same thing does not give it away. Then whole sequence shapes.
        - Board power is predicted from the steps that the fit itself predicts, as the product does.


        """;

    const string caveats = """

        ## Read this before you trust a cell

        - DeepSeek-R1 on B200 mixes runs with and without multi-token prediction, which the record does not tell apart: its error is that mixture's, not noise.
        - Llama-3.1-8B on H200 was run with two engines a factor 2 to 3 apart; a fit between them is right for neither.
        - Fits from whole servers know throughput only, at batches that we infer; they hold no cost of dividing a model, and boards are taken near TDP.
        - A family or format whose boards nobody metered has the error of "whole family left out".
        - Parts without a metered board (H200, B300, GB200, AMD, TPU, Rubin) use the coefficients of another part.
        - Software moves fast: a table older than a year may be off by 1.5 to 3 times.

        """;

    public static string Text(CalibrationAnswer answer)
    {
        CalibrationResult result = answer.Result!;
        var page = new StringBuilder(head.ReplaceLineEndings("\n"));
        page.Append("## Errors on points left out\n");
        page.Append(CultureInfo.InvariantCulture, $"\n{result.Fits.Count} fits from {answer.Folder.Observations.Count:#,0} observations.\n");
        foreach ((string title, IReadOnlyList<ErrorRow> rows) in ErrorTable.Short(result.Residuals)) Table(page, title, rows);
        Table(page, "Time per token, whole shape left out", ErrorRow.By(answer.ShapesLeftOut, ErrorTable.OfServing, o => $"{o.Sort}, {o.Lengths}"));
        Table(page, "Board power, whole family left out", ErrorRow.By(result.FamiliesLeftOut, ErrorTable.OfPower, o => o.Part.Name));
        Table(page, "Worst cells, of five points or more", ErrorTable.Worst(result.Residuals));
        Table(page, "Time per token, by fit", ErrorRow.By(result.Residuals, ErrorTable.OfStep, ErrorTable.Cell));
        Table(page, "Board power, by family and part", ErrorRow.By(result.Residuals, ErrorTable.OfPower, o => $"{o.Family} {o.Part.Name}"));
        page.Append(caveats.ReplaceLineEndings("\n"));
        page.Append("\n## Left out\n\n");
        foreach (var left in answer.Folder.Left) page.Append(CultureInfo.InvariantCulture, $"- {left.Rows:#,0} rows: {left.Reason}\n");
        page.Append("\n## Notices\n\n");
        foreach (string notice in answer.Folder.Notices.Distinct()) page.Append("- ").Append(notice).Append('\n');
        return page.ToString();
    }

    static void Table(StringBuilder page, string title, IEnumerable<ErrorRow> rows)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n| {title} | points | median | nine in ten within | mean |\n|---|---|---|---|---|\n");
        foreach (ErrorRow row in rows)
            page.Append(CultureInfo.InvariantCulture,
                $"| {row.Group} | {row.Points:#,0} | {Figure.Percent(row.MedianFraction)} | {Figure.Percent(row.WideFraction)} | {Figure.Percent(row.MeanFraction)} |\n");
    }
}
