using System.Text.Json;
using System.Text.Json.Serialization;

namespace Ronchi.Signals;

/// <summary>How a calibration is written as JSON.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web, WriteIndented = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(Calibration))]
internal sealed partial class CalibrationJson : JsonSerializerContext;
