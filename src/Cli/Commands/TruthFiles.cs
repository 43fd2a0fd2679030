using System.Text.Json;
using Ronchi.Frames;
using Ronchi.Pictures;
using Ronchi.Sources.Synthetic;

namespace Ronchi.Cli.Commands;

/// <summary>
/// Writes what is known of a simulation: maps into <c>…_truth.npz</c>, single values and settings into <c>…_truth.json</c>.
/// </summary>
internal static class TruthFiles
{
    private static readonly JsonWriterOptions s_readable = new() { Indented = true };

    /// <summary>Writes both files.</summary>
    /// <param name="stem">Their names without the extension.</param>
    /// <param name="simulation">The experiment.</param>
    /// <param name="overwrite">Whether files that exist are replaced.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(string stem, Simulation simulation, bool overwrite)
    {
        var s = simulation.Settings;
        long[] scan = s.SeriesLength > 1 ? [s.SeriesLength, s.ScanRows, s.ScanColumns] : [s.ScanRows, s.ScanColumns];
        Save(stem + ".npz", overwrite, stream =>
        {
            using var archive = new NpzWriter(stream);
            foreach (var name in SimulationTruth.Names)
                archive.Add(new NamedArray(name, ElementType.F32, [.. scan], SimulationTruth.Map(simulation, name)));
            var detector = simulation.Detector;
            foreach (var (name, pixels) in new[]
            {
                ("hot_pixels", detector.HotPixels),
                ("dead_pixels", detector.DeadPixels),
                ("saturated_pixels", detector.SaturatedPixels),
                ("beam_stop", detector.BeamStop),
            })
            {
                var mask = new bool[s.DetectorRows * s.DetectorColumns];
                foreach (var pixel in pixels)
                    mask[pixel] = true;
                archive.Add(new NamedArray(name, ElementType.Bool, [s.DetectorRows, s.DetectorColumns], mask));
            }
        });
        Save(stem + ".json", overwrite, stream => Json(stream, simulation));
    }

    private static void Save(string path, bool overwrite, Action<Stream> write)
    {
        try
        {
            using var file = new AtomicFile(path, overwrite);
            write(file.Stream);
            file.Complete();
        }
        catch (IOException e)
        {
            throw AtomicFile.Failed(path, e);
        }
    }

    private static void Json(Stream stream, Simulation simulation)
    {
        var s = simulation.Settings;
        using var json = new Utf8JsonWriter(stream, s_readable);
        json.WriteStartObject();
        foreach (var (name, values) in new (string, double[])[]
        {
            ("scan_shape", [s.ScanRows, s.ScanColumns]),
            ("frame_shape", [s.DetectorRows, s.DetectorColumns]),
            ("centre_px", [s.CentreRow, s.CentreColumn]),
            ("g1_px", [s.G1.Row, s.G1.Column]),
            ("g2_px", [s.G2.Row, s.G2.Column]),
            ("descan_px", [s.Descan.Row, s.Descan.Column]),
            ("drift_scan_px", [s.Drift.Row, s.Drift.Column]),
            ("tilt_per_member_px", [s.TiltPerMember.Row, s.TiltPerMember.Column]),
        })
        {
            json.WriteStartArray(name);
            foreach (var value in values)
                json.WriteNumberValue(value);
            json.WriteEndArray();
        }

        foreach (var (name, value) in new (string, double)[]
        {
            ("series", s.SeriesLength), ("seed", s.Seed), ("electrons_per_frame", s.ElectronsPerFrame),
            ("disk_radius_px", s.DiskRadius), ("edge_softness_px", s.EdgeSoftness), ("semi_angle_mrad", s.SemiAngleMrad),
            ("mrad_per_px", s.MradPerPixel), ("step_nm", s.StepNm), ("voltage_kv", s.VoltageKv), ("wavelength_nm", s.WavelengthNm),
            ("frame_time_s", s.FrameTimeSeconds), ("lattice_order", s.LatticeOrder), ("bragg_fraction", s.BraggFraction),
            ("envelope_width_px", s.EnvelopeWidth), ("extinction_nm", s.ExtinctionNm), ("strain_amplitude", s.StrainAmplitude),
            ("rotation_degrees", s.RotationDegrees), ("thickness_nm", s.ThicknessNm), ("thickness_variation", s.ThicknessVariation),
            ("diffuse_fraction", s.DiffuseFraction), ("diffuse_width_px", s.DiffuseWidth), ("ring_fraction", s.RingFraction),
            ("ring_radius_px", s.RingRadius), ("deflection_px", s.Deflection), ("particle_thickness_nm", s.ParticleThicknessNm),
            ("hot_pixel_counts", s.HotPixelCounts), ("beam_stop_radius_px", s.BeamStopRadius),
        })
        {
            json.WriteNumber(name, value);
        }

        json.WriteString("element_type", s.ElementType.Name());
        foreach (var (name, pixels) in new[]
        {
            ("hot_pixels", simulation.Detector.HotPixels),
            ("dead_pixels", simulation.Detector.DeadPixels),
            ("saturated_pixels", simulation.Detector.SaturatedPixels),
        })
        {
            json.WriteStartArray(name);
            foreach (var pixel in pixels)
                json.WriteRawValue($"[{pixel / s.DetectorColumns}, {pixel % s.DetectorColumns}]");
            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
