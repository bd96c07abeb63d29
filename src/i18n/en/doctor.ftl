### podo doctor: what is there, and what is missing for what.

doctor-not-found = not found
doctor-contexts = contexts: { $contexts }
doctor-cluster = cluster
doctor-may = permission to { $verb } { $resource }
doctor-yes = yes
doctor-no = no
doctor-folder = folder for your progress
doctor-ready = Ready to practise.
doctor-not-ready = Not ready yet: start with what is marked { $symbol } above.
doctor-skew-what = kubectl for this cluster
doctor-skew = kubectl is { $client }, the cluster { $server }
doctor-next-skew = Most commands work all the same; some flags and messages differ. Kubernetes supports a difference of one minor version. With minikube, `minikube kubectl -- get pods` uses a kubectl that suits.
doctor-next-kubectl = All exercises need it. How to install it: https://kubernetes.io/docs/tasks/tools/
doctor-next-minikube = It makes a practice cluster on this machine. With another cluster you can do without it.
doctor-next-docker = minikube's docker driver and the exercises on building images need it.
doctor-next-namespaces = podo cannot make a namespace for each lesson. Name one you may use with `--namespace`.
doctor-next-objects = Exercises that create Deployments cannot be done.
doctor-next-nodes = Exercises that look at or change Nodes cannot be done; all others can.
