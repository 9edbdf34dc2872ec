using System.Text.Json;
using Headroom.Compute.Calibration;
using Headroom.Scenarios.Calibrating;
using Headroom.Sites;

namespace Headroom.Cli.Rendering;

/// <summary>The errors of a calibration as one JSON document; shares, not per cent.</summary>
static class CalibrationJson
{
    public static string Text(CalibrationAnswer answer, IReadOnlyList<Finding> findings)
    {
        return JsonText.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("schema", "headroom/calibration/1");
            json.WriteString("status", answer.Result is null || findings.Any(finding => finding.Severity == Severity.Wrong) ? "wrongInput" : "ok");
            if (answer.Result is { } result) Write(json, answer, result);
            json.WriteArray("findings", findings, PlanJson.WriteFinding);
            json.WriteEndObject();
        });
    }

    static void Write(Utf8JsonWriter json, CalibrationAnswer answer, CalibrationResult result)
    {
        json.WriteNumber("observations", answer.Folder.Observations.Count);
        json.WriteNumber("fits", result.Fits.Count);
        json.WriteStartObject("errors");
        Rows(json, "timePerToken", ErrorRow.By(result.Residuals, ErrorTable.OfServing, o => o.Sort));
        Rows(json, "timePerTokenByFit", ErrorRow.By(result.Residuals, ErrorTable.OfStep, ErrorTable.Cell));
        Rows(json, "timePerTokenShapeLeftOut", ErrorRow.By(answer.ShapesLeftOut, ErrorTable.OfServing, o => $"{o.Sort}, {o.Lengths}"));
        Rows(json, "firstToken", ErrorRow.By(result.Residuals, ErrorTable.OfFirst, o => o.Sort));
        Rows(json, "boardPower", ErrorRow.By(result.Residuals, ErrorTable.OfPower, o => o.Part.Name));
        json.WriteEndObject();
        json.WriteArray("leftOut", answer.Folder.Left, static (json, left) =>
        {
            json.WriteString("reason", left.Reason);
            json.WriteNumber("rows", left.Rows);
        });
        json.WriteStartArray("notices");
        foreach (string notice in answer.Folder.Notices.Distinct()) json.WriteStringValue(notice);
        json.WriteEndArray();
    }

    static void Rows(Utf8JsonWriter json, string name, IReadOnlyList<ErrorRow> rows) => json.WriteArray(name, rows, static (json, row) =>
    {
        json.WriteString("group", row.Group);
        json.WriteNumber("points", row.Points);
        json.WriteNumber("median", row.MedianFraction);
        json.WriteNumber("wide", row.WideFraction);
        json.WriteNumber("mean", row.MeanFraction);
    });
}
