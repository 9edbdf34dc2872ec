namespace Headroom.TestKit.Redfish;

/// <summary>What every service has: its root, sessions, tasks, events, its manager.</summary>
internal static class ServiceMap
{
    public const string V1 = "/redfish/v1";
    public const string Manager = V1 + "/Managers/BMC";

    /// <summary>Of the GPUs of a rack: limits live and are forgotten with it.</summary>
    public const string AcceleratorManager = V1 + "/Managers/HGX_BMC_0";
    public const string ServerSentEvents = V1 + "/EventService/SSE";

    public static void AddTo(ResourceMap map, EmulatedService model)
    {
        map["/redfish"] = new((_, to) => to.Json.WriteString("v1", to.Full(V1 + "/")));
        map[V1] = new(Root);
        map[V1 + "/odata"] = new((service, to) =>
        {
            to.Json.WriteString("@odata.context", to.Full(V1 + "/$metadata"));
            to.Json.WriteStartArray("value");
            foreach ((string name, string path) in LinksOf(service).Prepend(("Service", V1 + "/")))
            {
                to.Json.WriteStartObject();
                to.Json.WriteString("name", name);
                to.Json.WriteString("kind", "Singleton");
                to.Json.WriteString("url", to.Full(path));
                to.Json.WriteEndObject();
            }
            to.Json.WriteEndArray();
        });
        map[V1 + "/SessionService"] = new((_, to) =>
        {
            to.Head(V1 + "/SessionService", "SessionService.v1_2_0.SessionService", "SessionService", "Session Service");
            to.Json.WriteBoolean("ServiceEnabled", true);
            to.Json.WriteNumber("SessionTimeout", 1800);
            to.Status();
            to.Link("Sessions", V1 + "/SessionService/Sessions");
        });
        map.Collection(V1 + "/SessionService/Sessions", "SessionCollection", "Sessions", service => service.SessionPaths);
        map[V1 + "/TaskService"] = new((service, to) =>
        {
            to.Head(V1 + "/TaskService", "TaskService.v1_2_0.TaskService", "TaskService", "Task Service");
            to.Json.WriteBoolean("ServiceEnabled", true);
            to.Json.WriteString("DateTime", Moment(service.Now));
            to.Status();
            to.Link("Tasks", V1 + "/TaskService/Tasks");
        });
        map.Collection(V1 + "/TaskService/Tasks", "TaskCollection", "Tasks", service => service.TaskPaths);
        map[V1 + "/EventService"] = new((_, to) =>
        {
            to.Head(V1 + "/EventService", "EventService.v1_12_0.EventService", "EventService", "Event Service");
            to.Json.WriteBoolean("ServiceEnabled", true);
            to.Json.WriteString("ServerSentEventUri", to.Full(ServerSentEvents));
            to.Status();
            to.Link("Subscriptions", V1 + "/EventService/Subscriptions");
        });
        map.Collection(V1 + "/EventService/Subscriptions", "EventDestinationCollection", "Subscriptions", service => service.SubscriptionPaths);
        // the order of racks that have been seen: the controller of the service first
        string[] managers = model.Rack is null ? [Manager] : [Manager, AcceleratorManager];
        map.Collection(V1 + "/Managers", "ManagerCollection", "Managers", managers);
        foreach (string manager in managers)
            map[manager] = new((service, to) =>
            {
                to.Head(manager, "Manager.v1_25_0.Manager", manager[(manager.LastIndexOf('/') + 1)..], manager == Manager ? "Management controller" : "Controller of the GPUs");
                to.Json.WriteString("ManagerType", "BMC");
                to.Json.WriteString("FirmwareVersion", "emulated-1");
                to.Json.WriteString("LastResetTime", Moment(manager == Manager ? service.Started : service.AcceleratorsStarted));
                to.Json.WriteString("DateTime", Moment(service.Now));
                to.Json.WriteString("PowerState", "On");
                to.Status();
            });
        if (model.Rack is null)
        {
            map.Collection(V1 + "/Systems", "ComputerSystemCollection", "Systems");
            if (model.Leaks is null || model.Cdu is not null) map.Collection(V1 + "/Chassis", "ChassisCollection", "Chassis");
        }
    }

    private static void Root(EmulatedService service, ResourceWriter to)
    {
        to.Head(V1, "ServiceRoot.v1_21_0.ServiceRoot", "RootService", "Root Service");
        to.Json.WriteString("RedfishVersion", "1.21.0");
        to.Json.WriteString("UUID", "92384634-2938-2342-8820-489239905423");
        to.Json.WriteString("Vendor", "Headroom");
        to.Json.WriteString("Product", "Emulated " + service.Name);
        foreach ((string property, string path) in LinksOf(service)) to.Link(property, path);
        to.Json.WriteStartObject("Links");
        to.Link("Sessions", V1 + "/SessionService/Sessions");
        to.Json.WriteEndObject();
    }

    /// <summary>What the root links to, by property.</summary>
    private static IEnumerable<(string Property, string Path)> LinksOf(EmulatedService service)
    {
        foreach (string one in (string[])["Systems", "Chassis", "Managers", "SessionService", "EventService"]) yield return (one, $"{V1}/{one}");
        yield return ("Tasks", V1 + "/TaskService");
        if (service.Rack is not null) yield return ("TelemetryService", V1 + "/TelemetryService");
        if (service.Cdu is not null) yield return ("ThermalEquipment", V1 + "/ThermalEquipment");
        if (service.Pdu is not null) yield return ("PowerEquipment", V1 + "/PowerEquipment");
    }

    /// <summary>Of a member that comes and goes: sessions, streams and tasks; false where there is none.</summary>
    public static bool TryWriteMember(EmulatedService service, string path, ResourceWriter to)
    {
        if (path.StartsWith(V1 + "/SessionService/Sessions/", StringComparison.Ordinal)
            && path[(path.LastIndexOf('/') + 1)..] is var session && service.UserOf(session) is { } user)
        {
            to.Head(path, "Session.v1_8_0.Session", session, "User Session");
            to.Json.WriteString("UserName", user);
            return true;
        }
        if (path.StartsWith(V1 + "/TaskService/Tasks/", StringComparison.Ordinal) && path[(path.LastIndexOf('/') + 1)..] is var task
            && service.TaskEnded(task) is { } ended)
        {
            to.Head(path, "Task.v1_7_4.Task", task, "Task");
            to.Json.WriteString("TaskState", ended ? "Completed" : "Running");
            to.Json.WriteString("TaskStatus", "OK");
            return true;
        }
        if (path.StartsWith(V1 + "/EventService/Subscriptions/", StringComparison.Ordinal) && path[(path.LastIndexOf('/') + 1)..] is var stream
            && service.DestinationOf(stream) is { } destination)
        {
            to.Head(path, "EventDestination.v1_17_0.EventDestination", stream, "Stream of events");
            to.Json.WriteString("Context", stream);
            to.Json.WriteString("Destination", destination);
            to.Json.WriteString("EventFormatType", "Event");
            to.Json.WriteString("Protocol", "Redfish");
            to.Json.WriteString("SubscriptionType", "SSE");
            to.Status();
            return true;
        }
        return false;
    }

    public static string Moment(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
